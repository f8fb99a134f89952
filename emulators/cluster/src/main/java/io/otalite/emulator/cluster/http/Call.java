package io.otalite.emulator.cluster.http;

import com.sun.net.httpserver.Headers;
import io.otalite.emulator.cluster.admission.Caller;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import java.util.Optional;

/** One request, read to its end, of a known caller. */
final class Call {
    private static final int LONGEST_MANAGER = 128;

    private final String method;
    private final Query query;
    private final Headers headers;
    private final byte[] body;
    private final Caller caller;

    Call(String method, Query query, Headers headers, byte[] body, Caller caller) {
        this.method = method;
        this.query = query;
        this.headers = headers;
        this.body = body;
        this.caller = caller;
    }

    String method() {
        return method;
    }

    Query query() {
        return query;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.getFirst(name));
    }

    byte[] body() {
        return body;
    }

    Caller caller() {
        return caller;
    }

    boolean isWatch() {
        return query.flag("watch");
    }

    /** @throws Refusal 400 for a dry run of another kind than the one there is */
    Write write() {
        return switch (query.text("dryRun")) {
            case "" -> Write.FOR_REAL;
            case "All" -> Write.DRY_RUN;
            default ->
                throw Refusal.badRequest(
                        "dryRun: Unsupported value: \"%s\": supported values: \"All\"".formatted(query.text("dryRun")));
        };
    }

    /** Who owns what this call writes: the parameter, or the name of the program. */
    String fieldManager() {
        var manager = query.find("fieldManager").orElseGet(this::program);
        if (manager.length() > LONGEST_MANAGER) {
            throw Refusal.badRequest(
                    "fieldManager: Invalid value: must have at most %d bytes".formatted(LONGEST_MANAGER));
        }
        return manager;
    }

    private String program() {
        var agent = header("User-Agent").orElse("");
        var end = agent.indexOf('/');
        var program = end < 0 ? agent : agent.substring(0, end);
        return program.isBlank() ? "unknown" : program.substring(0, Math.min(LONGEST_MANAGER, program.length()));
    }
}
