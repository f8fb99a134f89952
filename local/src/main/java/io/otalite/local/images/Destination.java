package io.otalite.local.images;

import java.nio.file.Path;

/** Where an image goes. */
public sealed interface Destination {

    /** A file for {@code docker load}; needs neither an engine nor a registry. */
    record Tar(Path file) implements Destination {}

    /** The engine of this machine. */
    record Engine() implements Destination {}

    /**
     * A registry.
     *
     * @param repository what comes before the name of an image, for instance {@code europe-docker.pkg.dev/project/images}
     */
    record Registry(String repository) implements Destination {}
}
