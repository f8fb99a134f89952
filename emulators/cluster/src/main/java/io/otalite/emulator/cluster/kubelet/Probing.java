package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.kubelet.ProbeRun.Kind;
import io.otalite.emulator.cluster.kubelet.ProbeRun.Verdict;
import io.otalite.emulator.cluster.reconcile.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The probes of a container. While the startup probe has not passed the others are not asked; a container that fails it, or
 * its liveness probe, is stopped; readiness only says whether it is ready.
 */
final class Probing {
    private final Node node;
    private final ContainerEvents events;
    private final List<ProbeRun> probes;
    private final Duration grace;
    private int run = -1;
    private boolean isStopped;

    Probing(Node node, ContainerEvents events, JsonNode container, Duration grace) {
        this.node = node;
        this.events = events;
        this.probes = ProbeRun.of(container);
        this.grace = grace;
    }

    void begin(Instant startedAt) {
        isStopped = false;
        probes.forEach(probe -> probe.begin(startedAt));
    }

    boolean isStarted() {
        return passes(Kind.STARTUP);
    }

    boolean isReady() {
        return isStarted() && passes(Kind.READINESS);
    }

    private boolean passes(Kind kind) {
        return probes.stream()
                .filter(probe -> probe.kind() == kind)
                .allMatch(probe -> probe.verdict() == Verdict.PASSED);
    }

    /** Asks what is due; returns when something will be. */
    Optional<Instant> ask(int presentRun, Instant now) {
        run = presentRun;
        var asked = probes.stream()
                .filter(probe -> (probe.kind() == Kind.STARTUP) != isStarted())
                .toList();
        for (var probe : asked) {
            if (probe.next().filter(next -> !next.isAfter(now)).isPresent()) {
                probe.ask(now);
                ask(probe, presentRun);
            }
        }
        return asked.stream().flatMap(probe -> probe.next().stream()).min(Comparator.naturalOrder());
    }

    private void ask(ProbeRun probe, int presentRun) {
        node.ports().blocking().execute(() -> {
            var failure = failure(probe);
            node.driver().post(() -> answer(probe, presentRun, failure));
        });
    }

    private Optional<String> failure(ProbeRun probe) {
        try {
            return probe.action().isEmpty()
                    ? Optional.of("this kind of probe is not supported")
                    : node.runtime().probe(events.container(), probe.action().get(), probe.timeout());
        } catch (RuntimeException e) {
            // Nobody else hears of it, and the next question waits for the answer.
            return Optional.of(e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private void answer(ProbeRun probe, int askedRun, Optional<String> failure) {
        if (askedRun != run || isStopped) {
            return;
        }
        failure.ifPresent(why ->
                events.say(Events.Type.WARNING, "Unhealthy", "%s probe failed: %s".formatted(probe.kind().text, why)));
        var verdict = probe.answer(failure.isEmpty());
        if (verdict == Verdict.FAILED && probe.kind() != Kind.READINESS) {
            stop(probe);
        }
        node.driver().wake(events.pod());
    }

    private void stop(ProbeRun probe) {
        isStopped = true;
        var container = events.container();
        events.say(
                Events.Type.NORMAL,
                "Killing",
                "Container %s failed %s probe, will be restarted"
                        .formatted(container.container(), probe.kind().text.toLowerCase(Locale.ROOT)));
        node.runtime().stop(container, probe.grace().orElse(grace));
    }
}
