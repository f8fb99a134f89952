package io.otalite.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The variable in a process's environment that says who started it. It is there before the program runs its first
 * instruction and its children inherit it, so unlike a file of process ids it can be neither late nor lost nor about a
 * stranger who got the same number.
 *
 * @param owner who started it, for instance the id of a state directory
 */
public record ProcessMark(String owner) {
    private static final String VARIABLE = "OTA_LITE_PROCESS";
    private static final Path PROC = Path.of("/proc");
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9-]+");

    public ProcessMark {
        if (!OWNER.matcher(owner).matches()) {
            throw new IllegalArgumentException("An owner is letters, digits and hyphens, unlike \"" + owner + "\"");
        }
    }

    /** A living process that carries a mark. */
    record Marked(String name, ProcessHandle handle) {}

    Map<String, String> variable(String name) {
        return Map.of(VARIABLE, value(name));
    }

    /** Every living process of this owner, children of the started ones included. */
    List<Marked> find() {
        return ProcessHandle.allProcesses()
                .flatMap(handle -> name(handle).map(name -> new Marked(name, handle)).stream())
                .toList();
    }

    /** Every living process of this owner and name. */
    List<Marked> find(String name) {
        return find().stream().filter(marked -> marked.name().equals(name)).toList();
    }

    private String value(String name) {
        return owner + ":" + name;
    }

    private Optional<String> name(ProcessHandle handle) {
        var start = VARIABLE + "=" + value("");
        for (var variable : environment(handle.pid()).split("\0", -1)) {
            if (variable.startsWith(start)) {
                return Optional.of(variable.substring(start.length()));
            }
        }
        return Optional.empty();
    }

    /** The environment as the process got it; empty for processes that have gone or belong to somebody else. */
    private static String environment(long pid) {
        try {
            return Files.readString(PROC.resolve(Long.toString(pid)).resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
