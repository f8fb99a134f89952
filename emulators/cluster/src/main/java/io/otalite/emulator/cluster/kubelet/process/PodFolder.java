package io.otalite.emulator.cluster.kubelet.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Everything of a pod on the disk. Nobody but the owner may look into it, whatever the modes of the files in it say. */
record PodFolder(Path root) {

    void create() throws IOException {
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(home());
    }

    /** The home of the processes, and their working directory unless another is asked for. */
    Path home() {
        return root.resolve("home");
    }

    Path volume(String name) {
        return root.resolve("volumes").resolve(name);
    }

    /** Where the copies for mounts with a sub-path of one run are. */
    Path copies(String container, int run) {
        return root.resolve("copies").resolve(container).resolve(Integer.toString(run));
    }

    Path log(String container, int run) throws IOException {
        return Files.createDirectories(root.resolve("logs").resolve(container)).resolve(run + ".log");
    }

    /** A working directory that is meant to be in the image, and is not here. */
    Path workingDirectory(String absolute) throws IOException {
        var inside = home().resolve(Path.of("/").relativize(Path.of(absolute).normalize()));
        return Files.createDirectories(inside);
    }

    void remove() throws IOException {
        Trees.remove(root);
    }
}
