package io.otalite.rotation.rotations;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.rotation.restart.Restarts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Restarts that take place as soon as they are asked for, one with each look, unless a test says that one fails. */
final class ScriptedRestarts implements Restarts {
    private final Crash crash;
    private final Clock clock;
    private final Set<ObjectRef> consumers;
    private final Map<String, Map<ObjectRef, RestartTask>> tasks = new LinkedHashMap<>();
    private final Set<String> recorded = new HashSet<>();
    private final List<String> restarted = new ArrayList<>();
    private final Set<ObjectRef> deleted = new HashSet<>();
    private Optional<ObjectRef> failing = Optional.empty();
    private String failure = "";
    private String hindrance = "";

    ScriptedRestarts(Crash crash, Clock clock, Set<ObjectRef> consumers) {
        this.crash = crash;
        this.clock = clock;
        this.consumers = consumers;
    }

    /** This one is not healthy on any new credential. */
    void fail(ObjectRef workload, String reason) {
        failing = Optional.of(workload);
        failure = reason;
    }

    /** None goes on, or they do again. @param why empty for the latter */
    void hold(String why) {
        hindrance = why;
        tasks.values()
                .forEach(mine -> mine.replaceAll((workload, task) -> task.state() == State.WAITING
                        ? task(task.rotationId(), workload, State.WAITING, List.of())
                        : task));
    }

    /** These are deleted before their turn. */
    void delete(ObjectRef... workloads) {
        deleted.addAll(Set.of(workloads));
    }

    /** What was restarted for which rotation, in order. */
    List<String> restarted() {
        return List.copyOf(restarted);
    }

    @Override
    public void request(Change change) {
        request(change, consumers);
    }

    @Override
    public void request(Change change, Set<ObjectRef> workloads) {
        crash.around("request restarts", () -> {
            var mine = tasks.computeIfAbsent(change.rotationId(), _ -> new LinkedHashMap<>());
            recorded.add(change.rotationId() + change.secret());
            workloads.stream()
                    .sorted()
                    .forEach(workload -> mine.computeIfAbsent(
                            workload, _ -> task(change.rotationId(), workload, State.WAITING, List.of())));
        });
    }

    private RestartTask task(String rotation, ObjectRef workload, State state, List<String> evidence) {
        var reason = state == State.FAILED ? Optional.of(failure) : Optional.<String>empty();
        var begun = state != State.WAITING && state != State.CANCELLED && state != State.GONE;
        return new RestartTask(rotation, workload, state, reason, evidence, hindrance, clock.instant(), begun);
    }

    @Override
    public void cancel(String rotationId, String reason) {
        tasks.computeIfAbsent(rotationId, _ -> new LinkedHashMap<>())
                .replaceAll((workload, task) ->
                        task.state() == State.WAITING ? task(rotationId, workload, State.CANCELLED, List.of()) : task);
    }

    @Override
    public List<RestartTask> tasks(String rotationId) {
        var mine = tasks.getOrDefault(rotationId, new LinkedHashMap<>());
        var next = mine.values().stream()
                .filter(task -> task.state() == State.WAITING)
                .findFirst();
        var stopped = mine.values().stream().anyMatch(task -> task.state() == State.FAILED);
        if (next.isPresent() && !stopped && hindrance.isEmpty()) {
            var workload = next.get().workload();
            restarted.add(rotationId + ' ' + workload.name());
            var fails = failing.filter(workload::equals).isPresent() && !rotationId.contains("-undo");
            var end = deleted.contains(workload) ? State.GONE : fails ? State.FAILED : State.VERIFIED;
            mine.put(workload, task(rotationId, workload, end, List.of("seen")));
        }
        return List.copyOf(mine.values());
    }

    @Override
    public boolean isRecorded(String rotationId, ObjectRef secret) {
        return recorded.contains(rotationId + secret);
    }
}
