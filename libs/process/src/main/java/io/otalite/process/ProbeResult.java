package io.otalite.process;

/** The answer to one question of a probe. */
sealed interface ProbeResult {
    record Passed() implements ProbeResult {}

    /** The reason is one line for a person. */
    record Failed(String reason) implements ProbeResult {}
}
