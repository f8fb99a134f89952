package io.otalite.local.command;

import io.otalite.local.system.LocalSystemException;
import io.otalite.local.system.ProjectLayout;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The system that docker compose runs. What is asked of it is done in its container, where its state and its addresses are. */
record ComposeSystem(ProjectLayout layout) {
    private static final File NOTHING = new File("/dev/null");

    /** The service of docker-compose.yml, and how a command of ours is run in its image. */
    private static final List<String> IN_CONTAINER = List.of(
            "docker", "compose", "exec", "-T", "ota", "java", "@/ota/local/ota.options", "io.otalite.local.Ota");

    /**
     * Runs a command of {@code ota} there; this process's streams are its streams.
     *
     * @return its exit code
     * @throws LocalSystemException when there is no docker, or the system does not run
     */
    int run(String command) throws InterruptedException {
        var asked = List.of("docker", "compose", "exec", "-T", "ota", "true");
        if (call(asked, ProcessBuilder.Redirect.from(NOTHING)) != 0) {
            throw new LocalSystemException(
                    "docker compose cannot reach a system here, as it says above. Start one: docker compose up --wait");
        }
        var words = new ArrayList<>(IN_CONTAINER);
        words.addAll(List.of(command, "--state", "/state"));
        return call(words, ProcessBuilder.Redirect.INHERIT);
    }

    private int call(List<String> command, ProcessBuilder.Redirect input) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .directory(layout.root().toFile())
                    .redirectInput(input)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LocalSystemException("There is no docker on this machine: " + e.getMessage(), e);
        }
    }
}
