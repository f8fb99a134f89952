package io.otalite.local.command;

/** The exit codes of every command, as its help lists them. */
final class ExitCode {
    static final int DONE = 0;

    /** What was asked was tried, and does not hold. */
    static final int DID_NOT_HOLD = 1;

    /** The command line is wrong, or names what nobody knows. */
    static final int USAGE = 2;

    /** What was to be judged cannot be read, or says nothing. */
    static final int COULD_NOT_TELL = 2;

    /** The machine, or the system on it, is not in the state for it. */
    static final int NOT_POSSIBLE = 3;

    /** For the script alone: a code that a JVM which cannot start does not end with. */
    static final int BUILD_IN_USE = 10;

    private ExitCode() {}
}
