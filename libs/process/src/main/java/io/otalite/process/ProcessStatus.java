package io.otalite.process;

/**
 * What is known of a process at a moment.
 *
 * @param restarts how often it was started again since it was handed to the runtime
 */
public record ProcessStatus(String name, ProcessState state, int restarts) {

    public boolean ready() {
        return state instanceof ProcessState.Ready;
    }
}
