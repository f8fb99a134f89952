package io.otalite.tuf;

/** What a client makes of a repository: it follows it, or it names the first rule that is broken. */
public sealed interface WalkResult {

    /** The repository is accepted; the state is what the client trusts from now on. */
    record Accepted(TrustedState state, Root root, Snapshot snapshot, Targets targets) implements WalkResult {}

    /**
     * The repository is refused and the client keeps the state it had.
     *
     * @param section of the specification whose rule is broken, such as {@code 5.4.3.1}
     * @param message what was expected and what was found, for a person
     */
    record Refused(String section, Reason reason, String message) implements WalkResult {}
}
