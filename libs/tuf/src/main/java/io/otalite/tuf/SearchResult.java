package io.otalite.tuf;

/** What became of the search for a Target. */
public sealed interface SearchResult {

    /**
     * The role that was asked first of all that may have it does have it.
     *
     * @param role {@code targets}, or the name of a delegated role
     */
    record Found(TargetName name, Target target, String role) implements SearchResult {}

    /** None of the roles that were asked has it. */
    record Absent() implements SearchResult {}

    /**
     * A role on the way could not be asked, so nobody knows; to a client this is the same as absent.
     *
     * @param section of the specification whose rule is broken, such as {@code 5.6.3}
     */
    record Refused(String section, Reason reason, String message) implements SearchResult {}
}
