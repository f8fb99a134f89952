package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.kubelet.ContainerState.Ended;
import io.otalite.emulator.cluster.kubelet.ContainerState.Running;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.reconcile.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One container of a pod over all its runs: when it is started, and why it waits. */
final class ContainerRun {

    /** When it runs. */
    enum Role {
        /** Before the others, to its end. */
        INIT,
        /** From its turn among the init containers on, until the others have ended. */
        SIDECAR,
        APP
    }

    /** Why it does not run though it should. */
    record Waiting(String reason, String message) {}

    /** What a run needs, resolved at its start. */
    @FunctionalInterface
    interface Launch {
        ContainerSpec of(ContainerRun container, int run) throws MissingReferenceException;
    }

    private final Node node;
    private final ContainerEvents events;
    private final ContainerRef ref;
    private final JsonNode spec;
    private final Role role;
    private final String restartPolicy;
    private final ImagePull image;
    private final Probing probing;
    private final Backoff backoff;
    private final int firstRun;
    private @Nullable Waiting waiting;
    private @Nullable Ended previous;
    private int lookedAt = -1;
    private Instant retryAt = Instant.MIN;

    ContainerRun(Node node, ContainerEvents events, JsonNode pod, JsonNode spec, Role role) {
        this.node = node;
        this.events = events;
        this.ref = events.container();
        this.spec = spec;
        this.role = role;
        this.restartPolicy = pod.path("spec").path("restartPolicy").asText("Always");
        this.image = new ImagePull(node, events, spec);
        var grace = Duration.ofSeconds(
                pod.path("spec").path("terminationGracePeriodSeconds").asLong(30));
        this.probing = new Probing(node, events, spec, grace);
        this.backoff = new Backoff(node.settings());
        this.firstRun = runsBefore(pod);
    }

    /** The runs that a kubelet before this one saw: a container that had been started begins with its next run. */
    private int runsBefore(JsonNode pod) {
        var list = role == Role.APP ? "containerStatuses" : "initContainerStatuses";
        return pod.path("status")
                .path(list)
                .valueStream()
                .filter(status -> status.path("name").asText().equals(ref.container()))
                .filter(status -> !status.path("state").has("waiting")
                        || !status.path("lastState").isEmpty())
                .mapToInt(status -> status.path("restartCount").asInt() + 1)
                .findFirst()
                .orElse(0);
    }

    ContainerRef ref() {
        return ref;
    }

    ContainerEvents events() {
        return events;
    }

    JsonNode spec() {
        return spec;
    }

    Role role() {
        return role;
    }

    Optional<ContainerState> state() {
        return node.runtime().state(ref);
    }

    Optional<Waiting> waiting() {
        return Optional.ofNullable(waiting);
    }

    /** The run before the last one. */
    Optional<Ended> previous() {
        return Optional.ofNullable(previous);
    }

    boolean isRunning() {
        return state().filter(Running.class::isInstance).isPresent();
    }

    boolean isStarted() {
        return isRunning() && probing.isStarted();
    }

    boolean isReady() {
        return switch (role) {
            case INIT -> hasSucceeded();
            case SIDECAR, APP -> isRunning() && probing.isReady();
        };
    }

    boolean hasSucceeded() {
        return state().orElse(null) instanceof Ended ended && ended.exitCode() == 0;
    }

    /** Whether it ended and will not be started again. */
    boolean isOver() {
        return state().orElse(null) instanceof Ended ended && !isToBeRestarted(ended);
    }

    int restarts() {
        return state().map(ContainerState::run).orElse(firstRun == 0 ? 0 : firstRun - 1);
    }

    private boolean isToBeRestarted(Ended ended) {
        return switch (role) {
            case SIDECAR -> true;
            case INIT -> ended.exitCode() != 0 && !restartPolicy.equals("Never");
            case APP -> restartPolicy.equals("Always") || (restartPolicy.equals("OnFailure") && ended.exitCode() != 0);
        };
    }

    /**
     * Does what it is time for: starts the container, asks its probes.
     *
     * @return when to look again
     */
    Optional<Instant> advance(JsonNode pod, Launch launch, Instant now) {
        var state = state();
        if (state.isEmpty()) {
            return start(launch, firstRun, now);
        }
        return switch (state.get()) {
            case Running running -> probe(running, now);
            case Ended ended -> ended(pod, launch, ended, now);
        };
    }

    /** Goes on asking the probes, without starting anything. */
    Optional<Instant> watch(Instant now) {
        return state().orElse(null) instanceof Running running ? probe(running, now) : Optional.empty();
    }

    private Optional<Instant> probe(Running running, Instant now) {
        waiting = null;
        if (lookedAt != running.run()) {
            lookedAt = running.run();
            probing.begin(running.startedAt());
        }
        return probing.ask(running.run(), now);
    }

    private Optional<Instant> ended(JsonNode pod, Launch launch, Ended ended, Instant now) {
        if (!isToBeRestarted(ended)) {
            waiting = null;
            return Optional.empty();
        }
        var until = backoff.waitUntil(ended.endedAt(), now);
        if (until.isEmpty()) {
            return restart(launch, ended, now);
        }
        waitForBackoff(pod);
        return until;
    }

    private Optional<Instant> restart(Launch launch, Ended ended, Instant now) {
        var again = start(launch, ended.run() + 1, now);
        if (state().filter(state -> state.run() > ended.run()).isPresent()) {
            previous = ended;
            backoff.attempt(ended.endedAt(), now);
        }
        return again;
    }

    private void waitForBackoff(JsonNode pod) {
        if (waiting != null) {
            return;
        }
        var podName = "%s_%s(%s)".formatted(Metadata.name(pod), Metadata.namespace(pod), Metadata.uid(pod));
        waiting = new Waiting(
                "CrashLoopBackOff",
                "back-off %s restarting failed container=%s pod=%s"
                        .formatted(ContainerEvents.text(backoff.delay()), ref.container(), podName));
        events.say(
                Events.Type.WARNING,
                "BackOff",
                "Back-off restarting failed container %s in pod %s".formatted(ref.container(), podName));
    }

    private Optional<Instant> start(Launch launch, int run, Instant now) {
        if (now.isBefore(retryAt)) {
            return Optional.of(retryAt);
        }
        var refused = image.refuse(now);
        if (refused.isPresent()) {
            waiting = refused.get().waiting();
            retryAt = refused.get().again();
            return Optional.of(retryAt);
        }
        try {
            var resolved = launch.of(this, run);
            events.say(Events.Type.NORMAL, "Created", "Created container: " + ref.container());
            node.runtime().start(resolved);
            events.say(Events.Type.NORMAL, "Started", "Started container " + ref.container());
            waiting = null;
            // One that has ended already is announced by the runtime.
            return watch(now);
        } catch (MissingReferenceException e) {
            waiting = new Waiting("CreateContainerConfigError", e.text());
            events.say(Events.Type.WARNING, "Failed", "Error: " + e.text());
            retryAt = now.plus(node.settings().retry());
            return Optional.of(retryAt);
        }
    }

    /** What it refers to has changed: what could not be configured may be tried again now. */
    void retry() {
        if (waiting != null && waiting.reason().equals("CreateContainerConfigError")) {
            retryAt = Instant.MIN;
        }
    }
}
