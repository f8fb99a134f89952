package io.otalite.rotation.observation;

/**
 * Which part of a pod refers to something.
 *
 * @param container the container's name; empty for {@link Part#POD}
 */
public record Place(Part part, String container) {
    public static final Place POD = new Place(Part.POD, "");

    /** What is hit when the reference does not resolve. */
    public enum Part {
        POD,
        /** Runs to its end before the others, or beside them as a sidecar. */
        INIT,
        CONTAINER,
        /** Added by hand to a pod that runs, to look into it: nothing waits for it. */
        EPHEMERAL
    }

    @Override
    public String toString() {
        return switch (part) {
            case POD -> "the pod";
            case INIT -> "init container " + container;
            case CONTAINER -> "container " + container;
            case EPHEMERAL -> "ephemeral container " + container;
        };
    }
}
