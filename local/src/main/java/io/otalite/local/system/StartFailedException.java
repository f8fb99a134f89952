package io.otalite.local.system;

import java.nio.file.Path;
import java.util.List;

/** A process of the system did not become ready; what it said last is here, because its log is the next thing to read. */
public final class StartFailedException extends LocalSystemException {
    private static final long serialVersionUID = 1L;

    private final String process;
    private final transient Path logFile;
    private final transient List<String> lastLines;

    StartFailedException(String process, String problem, Path logFile, List<String> lastLines) {
        super("%s could not start: %s".formatted(process, problem));
        this.process = process;
        this.logFile = logFile;
        this.lastLines = List.copyOf(lastLines);
    }

    public String process() {
        return process;
    }

    public Path logFile() {
        return logFile;
    }

    /** The end of the log, oldest line first. */
    public List<String> lastLines() {
        return lastLines;
    }
}
