package io.otalite.local.images;

import java.nio.file.Path;

/** What an image stands on: an operating system and a Java. */
public sealed interface BaseImage {
    /** The one of all images, by its digest: a tag may be something else tomorrow. */
    BaseImage STANDARD = new Registry(
            "eclipse-temurin:25-jre@sha256:5cf92df78f6dba978777d5cffa3c856e583f86814fde82a6c3534ccdfd794f2f");

    /** An image in a registry. */
    record Registry(String reference) implements BaseImage {
        @Override
        public String toString() {
            return reference;
        }
    }

    /** A file, as {@code docker save} writes it. */
    record Tar(Path file) implements BaseImage {
        @Override
        public String toString() {
            return TAR + file;
        }
    }

    /** An image that the engine of this machine has. */
    record Engine(String reference) implements BaseImage {
        @Override
        public String toString() {
            return ENGINE + reference;
        }
    }

    /** How a file is told from a reference. */
    String TAR = "tar:";

    /** How an image of the engine is told from one in a registry. */
    String ENGINE = "docker:";

    /** Reads what a base writes as its text. */
    static BaseImage parse(String text) {
        if (text.startsWith(TAR)) {
            return new Tar(Path.of(text.substring(TAR.length())));
        }
        if (text.startsWith(ENGINE)) {
            return new Engine(text.substring(ENGINE.length()));
        }
        return new Registry(text);
    }
}
