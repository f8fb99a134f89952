package io.otalite.local.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which state of the sources something was made from. */
public final class Revision {
    private Revision() {}

    /** The commit that a working copy is at; empty if the folder is none, or git is not there. */
    public static Optional<String> of(Path root) throws InterruptedException {
        if (Files.notExists(root.resolve(".git"))) {
            return Optional.empty();
        }
        try {
            var git = new ProcessBuilder("git", "rev-parse", "HEAD")
                    .directory(root.toFile())
                    .redirectError(Redirect.DISCARD)
                    .start();
            var commit = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
            return git.waitFor() == 0 ? Optional.of(commit) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
