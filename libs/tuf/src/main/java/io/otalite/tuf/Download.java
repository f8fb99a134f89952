package io.otalite.tuf;

/** What became of fetching a Target's bytes. */
public sealed interface Download {

    /** The bytes are the ones that the Target describes. */
    record Verified(Bytes content) implements Download {}

    /**
     * They are not, or none were served.
     *
     * @param section of the specification whose rule is broken
     */
    record Refused(String section, Reason reason, String message) implements Download {}
}
