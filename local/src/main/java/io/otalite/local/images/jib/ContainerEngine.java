package io.otalite.local.images.jib;

import io.otalite.local.images.ImagesException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;

/** The engine of this machine, behind the command {@code docker}. */
final class ContainerEngine {
    private static final long PATIENCE_SECONDS = 20;

    private ContainerEngine() {}

    /**
     * Makes sure that it answers.
     *
     * @throws ImagesException that says so if it does not
     */
    static void requireRunning() throws InterruptedException {
        try {
            var asked = new ProcessBuilder("docker", "info")
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (!asked.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                asked.destroyForcibly();
                throw absent("it does not answer");
            }
            if (asked.exitValue() != 0) {
                throw absent("'docker info' ends with " + asked.exitValue());
            }
        } catch (IOException e) {
            throw absent("there is no command docker");
        }
    }

    private static ImagesException absent(String reason) {
        return new ImagesException(
                "There is no container engine here: %s. Without --load, and with a base that is not docker:NAME, none is needed."
                        .formatted(reason));
    }
}
