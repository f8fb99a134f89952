package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One probe of a container during one of its runs: when it is asked, and how many answers in a row make a verdict. Defaults
 * are those of the API reference: every 10 s, 1 s to answer, 3 failures, 1 success.
 */
final class ProbeRun {

    /** What a probe decides. */
    enum Kind {
        STARTUP("startupProbe", "Startup"),
        LIVENESS("livenessProbe", "Liveness"),
        READINESS("readinessProbe", "Readiness");

        final String field;
        final String text;

        Kind(String field, String text) {
            this.field = field;
            this.text = text;
        }
    }

    /** What the answers so far say. */
    enum Verdict {
        UNKNOWN,
        PASSED,
        FAILED
    }

    private final Kind kind;
    private final JsonNode spec;
    private final Optional<ProbeAction> action;
    private Instant next = Instant.MAX;
    private boolean asking;
    private Verdict verdict = Verdict.UNKNOWN;
    private int successes;
    private int failures;

    ProbeRun(Kind kind, JsonNode container) {
        this.kind = kind;
        this.spec = container.path(kind.field);
        this.action = action(spec, container);
    }

    static List<ProbeRun> of(JsonNode container) {
        return List.of(Kind.values()).stream()
                .filter(kind -> container.path(kind.field).isObject())
                .map(kind -> new ProbeRun(kind, container))
                .toList();
    }

    Kind kind() {
        return kind;
    }

    Verdict verdict() {
        return verdict;
    }

    /** What to ask; empty for a kind of question that is not offered, which counts as a failure. */
    Optional<ProbeAction> action() {
        return action;
    }

    Duration timeout() {
        return Duration.ofSeconds(spec.path("timeoutSeconds").asInt(1));
    }

    /** How long a container that failed may take to end; empty for the pod's. */
    Optional<Duration> grace() {
        return Optional.of(spec.path("terminationGracePeriodSeconds"))
                .filter(JsonNode::isNumber)
                .map(seconds -> Duration.ofSeconds(seconds.asLong()));
    }

    /** The container runs since then. */
    void begin(Instant startedAt) {
        next = startedAt.plusSeconds(spec.path("initialDelaySeconds").asInt());
        asking = false;
        verdict = Verdict.UNKNOWN;
        successes = 0;
        failures = 0;
    }

    /** When to ask next; empty while an answer is awaited, or when nothing is asked any more. */
    Optional<Instant> next() {
        var over = kind == Kind.STARTUP && verdict == Verdict.PASSED;
        return asking || over || next.equals(Instant.MAX) ? Optional.empty() : Optional.of(next);
    }

    void ask(Instant now) {
        asking = true;
        next = now.plusSeconds(spec.path("periodSeconds").asInt(10));
    }

    /** Takes an answer. */
    Verdict answer(boolean passed) {
        asking = false;
        successes = passed ? successes + 1 : 0;
        failures = passed ? 0 : failures + 1;
        if (successes >= spec.path("successThreshold").asInt(1)) {
            verdict = Verdict.PASSED;
        } else if (failures >= spec.path("failureThreshold").asInt(3)) {
            verdict = Verdict.FAILED;
        }
        return verdict;
    }

    /** What a probe or a hook does; empty for a kind of it that is not offered. */
    static Optional<ProbeAction> action(JsonNode spec, JsonNode container) {
        if (spec.has("exec")) {
            return Optional.of(new ProbeAction.Exec(spec.path("exec")
                    .path("command")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList()));
        }
        if (spec.has("tcpSocket")) {
            var tcp = spec.path("tcpSocket");
            return Optional.of(new ProbeAction.TcpSocket(tcp.path("host").asText(""), port(tcp, container)));
        }
        if (spec.has("httpGet")) {
            return Optional.of(http(spec.path("httpGet"), container));
        }
        return Optional.empty();
    }

    private static ProbeAction http(JsonNode get, JsonNode container) {
        Map<String, String> headers = new HashMap<>();
        get.path("httpHeaders")
                .forEach(header -> headers.put(
                        header.path("name").asText(), header.path("value").asText()));
        return new ProbeAction.HttpGet(
                get.path("scheme").asText("HTTP"),
                get.path("host").asText(""),
                port(get, container),
                get.path("path").asText("/"),
                headers);
    }

    private static int port(JsonNode action, JsonNode container) {
        var port = action.path("port");
        if (port.isNumber()) {
            return port.asInt();
        }
        return container
                .path("ports")
                .valueStream()
                .filter(named -> named.path("name").asText().equals(port.asText()))
                .map(named -> named.path("containerPort").asInt())
                .findFirst()
                .orElseGet(() -> port.asInt());
    }
}
