package io.otalite.local.images;

import java.nio.file.Path;

/** A jar, and what it is called where it comes from. */
public record Library(Coordinates coordinates, Path jar) {
    private static final String OURS = "io.otalite";

    /**
     * The name of an artifact in a Maven repository.
     *
     * @param classifier empty for the main artifact
     */
    public record Coordinates(String group, String artifact, String version, String classifier) {

        /** A file name that no other artifact has. */
        String fileName() {
            var suffix = classifier.isEmpty() ? "" : "-" + classifier;
            return group + "." + artifact + "-" + version + suffix + ".jar";
        }
    }

    /** Whether it is built here, and so changes more often than what others have released. */
    boolean isOurs() {
        return coordinates.group().equals(OURS);
    }
}
