package io.otalite.process;

/** A request that a {@link ProcessRuntime} cannot serve. */
public final class ProcessRuntimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String process;

    ProcessRuntimeException(String process, String problem) {
        super("Process %s: %s".formatted(process, problem));
        this.process = process;
    }

    /** The name in the request. */
    public String process() {
        return process;
    }
}
