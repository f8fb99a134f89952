package io.otalite.process;

import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps processes running: the one place where a process is started, watched and stopped. An implementation decides what
 * a process is; a caller sees names and states.
 *
 * <p>Laws: after {@link #start}, {@link #status} is never empty until {@link #stop} has returned; after {@link #stop} or
 * {@link #close} nothing that the process started is alive; states of one process are reported in order. All methods may
 * be called from any thread.
 */
public interface ProcessRuntime extends AutoCloseable {

    /**
     * Starts a process and returns at once. That the program could not be launched is a state, not an exception, because
     * it may be there at the next attempt.
     *
     * @throws ProcessRuntimeException when the name is taken, or the runtime is closed
     */
    void start(ProcessSpec spec);

    /**
     * Starts a process whose standard output and standard error are handed to the output instead of the log file, on a
     * thread of its own: an output that waits makes the process wait when it writes. A process that outlives this runtime
     * writes into nothing.
     *
     * @param output what fails there is lost, and the process goes on; it has everything before the end is reported,
     *     and is not closed
     * @throws ProcessRuntimeException when the name is taken, or the runtime is closed
     */
    void start(ProcessSpec spec, OutputStream output);

    /** What the process of that name does now; empty when there is none. */
    Optional<ProcessStatus> status(String name);

    /** Everything that was started and not stopped, in the order of the starts. */
    List<ProcessStatus> statuses();

    /**
     * Asks a process to end, kills it after its grace period, and returns when it and its descendants are gone. Its name
     * is then free. Nothing happens when there is no such process.
     */
    void stop(String name);

    /**
     * As {@link #stop(String)}, with another grace period than the specification's. Of several calls for one process the
     * one that ends first counts, so that a stop can be cut short.
     */
    void stop(String name, Duration gracePeriod);

    /**
     * Runs a command in the surroundings of a living process, as an exec probe does; what it starts dies with it.
     *
     * @return why it failed, in one line; empty when it ended with 0 in time
     */
    Optional<String> run(String name, List<String> command, Duration timeout) throws InterruptedException;

    /** The last lines of what the process wrote, oldest first; empty when it wrote nothing or is unknown. */
    List<String> logs(String name, int lines);

    /** Calls the listener for every change from now on, for as long as the runtime lives. */
    void observe(ProcessListener listener);

    /** Stops all in the reverse order of their starts, and refuses to start any more. */
    @Override
    void close();
}
