package io.otalite.local.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.process.ProcessState;
import io.otalite.process.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a running system writes down about a process, for other commands to read.
 *
 * @param pid of the process, 0 while there is none
 * @param since when it came into this state, ISO-8601
 * @param detail one line about the state, may be empty
 */
public record RunRecord(String name, long pid, String state, int restarts, String since, String detail) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".json";

    static RunRecord of(ProcessStatus status) {
        var state = status.state();
        var pid = state.processId().orElse(0);
        return new RunRecord(
                status.name(),
                pid,
                state.word(),
                status.restarts(),
                state.since().toString(),
                detail(state));
    }

    /** Every process of the system that runs on this state, in alphabetical order. */
    public static List<RunRecord> readAll(StateDirectory state) {
        var records = new ArrayList<RunRecord>();
        try (var files = Files.list(state.run())) {
            for (var file : files.sorted().toList()) {
                if (file.toString().endsWith(SUFFIX)) {
                    records.add(JSON.readValue(file.toFile(), RunRecord.class));
                }
            }
        } catch (IOException e) {
            throw new LocalSystemException("The records in " + state.run() + " cannot be read: " + e, e);
        }
        return records;
    }

    /** Writes the record in one step: a reader sees the old one or the new one. */
    void write(StateDirectory state) throws IOException {
        var unfinished = state.run().resolve(name + ".new");
        JSON.writeValue(unfinished.toFile(), this);
        Files.move(unfinished, state.run().resolve(name + SUFFIX), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Forgets all processes. */
    static void removeAll(StateDirectory state) throws IOException {
        try (var files = Files.list(state.run())) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static String detail(ProcessState state) {
        return switch (state) {
            case ProcessState.Unready(var _, var _, var reason) -> reason;
            case ProcessState.BackingOff(var last, var _, var pause) ->
                last.describe() + ", next start after " + pause.toSeconds() + " s";
            case ProcessState.Ended(var last, var _) -> last.describe();
            case ProcessState.Starting _, ProcessState.Ready _, ProcessState.Stopping _ -> "";
        };
    }
}
