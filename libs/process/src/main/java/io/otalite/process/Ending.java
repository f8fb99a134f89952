package io.otalite.process;

/** How a run of a process ended. */
public sealed interface Ending {

    /** One line for a person. */
    String describe();

    /** Whether the process did what it was for and said so. */
    default boolean successful() {
        return this instanceof Exited(var code) && code == 0;
    }

    /** The process ended by itself, or by a signal from elsewhere: the code is then 128 and the signal's number. */
    record Exited(int code) implements Ending {
        private static final int SIGNALLED = 128;

        @Override
        public String describe() {
            return code > SIGNALLED ? "killed by signal " + (code - SIGNALLED) : "exit code " + code;
        }
    }

    /** It was killed because its startup probe never passed. */
    record NeverStarted(String reason) implements Ending {
        @Override
        public String describe() {
            return "killed, it did not start in time: " + reason;
        }
    }

    /** There was no process at all: the program is missing, or may not be run. */
    record NotLaunched(String reason) implements Ending {
        @Override
        public String describe() {
            return "not launched: " + reason;
        }
    }
}
