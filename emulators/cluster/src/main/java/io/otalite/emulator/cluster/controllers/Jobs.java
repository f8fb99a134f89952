package io.otalite.emulator.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.Owners;
import io.otalite.emulator.cluster.controllers.pods.PodControl;
import io.otalite.emulator.cluster.controllers.pods.Pods;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.reconcile.Condition;
import io.otalite.emulator.cluster.reconcile.Conditions;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.Events.Subject;
import io.otalite.emulator.cluster.reconcile.Index;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs the pods of a Job until enough of them have succeeded, or more than {@code backoffLimit} have failed. A pod after a
 * failure waits 10 s, then twice as long each time, up to 6 minutes. Indexed completion, deadlines
 * and removal after the end are not offered, and refused at admission.
 */
public final class Jobs implements Reconciler {
    static final String COMPLETE = "Complete";
    static final String FAILED = "Failed";
    private static final String COMPONENT = "job-controller";
    private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
    private static final Duration LAST_DELAY = Duration.ofMinutes(6);

    private final Objects objects;
    private final Clock clock;
    private final Index index;
    private final Events events;
    private final PodControl control;

    public Jobs(Objects objects, Clock clock, Index index, Events events) {
        this.objects = objects;
        this.clock = clock;
        this.index = index;
        this.events = events;
        this.control = new PodControl(objects, events, COMPONENT);
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        if (change.key().kind().equals(Kinds.JOB)) {
            look.accept(change.key());
        } else if (change.key().kind().equals(Kinds.POD)) {
            Owners.wake(change, Kinds.JOB, look);
        }
    }

    static boolean isFinished(JsonNode job) {
        return Conditions.isTrue(job.path("status"), COMPLETE) || Conditions.isTrue(job.path("status"), FAILED);
    }

    private record Count(List<ObjectNode> active, int succeeded, int failed, Optional<Instant> lastFailure) {
        static Count of(List<ObjectNode> pods) {
            var failed = pods.stream()
                    .filter(pod -> Pods.phase(pod).equals("Failed"))
                    .toList();
            return new Count(
                    pods.stream().filter(Pods::isActive).toList(),
                    (int) pods.stream()
                            .filter(pod -> Pods.phase(pod).equals("Succeeded"))
                            .count(),
                    failed.size(),
                    failed.stream()
                            .map(pod -> Conditions.find(pod.path("status"), "Ready")
                                    .path("lastTransitionTime")
                                    .asText())
                            .filter(time -> !time.isEmpty())
                            .map(Instant::parse)
                            .max(Instant::compareTo));
        }
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var job = objects.get(key).orElse(null);
        if (job == null || Metadata.isDeleted(job) || isFinished(job)) {
            return Optional.empty();
        }
        var spec = job.path("spec");
        var count = Count.of(index.controlledBy(job, Kinds.POD));
        var completions = spec.path("completions").asInt(1);
        if (count.succeeded() >= completions) {
            finish(
                    key,
                    job,
                    count,
                    Condition.of(COMPLETE, true, "CompletionsReached", "Reached expected number of succeeded pods"));
            return Optional.empty();
        }
        if (isBeyondBackoffLimit(spec, count)) {
            var text = "Job has reached the specified backoff limit";
            finish(key, job, count, Condition.of(FAILED, true, "BackoffLimitExceeded", text));
            return Optional.empty();
        }
        writeStatus(key, count, Optional.empty());
        return spec.path("suspend").asBoolean() ? suspend(key, job, count) : create(key, job, count);
    }

    /** Pods that restart their own containers do not fail: their restarts count. As the real controller does it. */
    private static boolean isBeyondBackoffLimit(JsonNode spec, Count count) {
        var limit = spec.path("backoffLimit").asInt(6);
        if (count.failed() > limit) {
            return true;
        }
        var restartPolicy = spec.path("template").path("spec").path("restartPolicy");
        var restarts = count.active().stream().mapToInt(Pods::allRestarts).sum();
        return restartPolicy.asText().equals("OnFailure") && restarts > 0 && restarts >= limit;
    }

    private Optional<Instant> suspend(ObjectKey key, ObjectNode job, Count count) {
        count.active().forEach(pod -> control.delete(key, job, pod));
        return Optional.empty();
    }

    private Optional<Instant> create(ObjectKey key, ObjectNode job, Count count) {
        var now = clock.instant();
        var start = count.lastFailure().map(failure -> failure.plus(delay(count.failed())));
        if (start.filter(time -> time.isAfter(now)).isPresent()) {
            return start;
        }
        var spec = job.path("spec");
        var left = spec.path("completions").asInt(1) - count.succeeded();
        var wanted = Math.min(spec.path("parallelism").asInt(1), left);
        for (var missing = wanted - count.active().size(); missing > 0; missing--) {
            var pod = PodControl.ofTemplate(spec.path("template"));
            Metadata.of(pod)
                    .withObjectProperty("labels")
                    .put("batch.kubernetes.io/job-name", key.name())
                    .put("batch.kubernetes.io/controller-uid", Metadata.uid(job))
                    .put("job-name", key.name())
                    .put("controller-uid", Metadata.uid(job));
            control.createGenerated(key, job, pod);
        }
        return Optional.empty();
    }

    private static Duration delay(int failures) {
        var delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures - 1, 10));
        return delay.compareTo(LAST_DELAY) < 0 ? delay : LAST_DELAY;
    }

    private void finish(ObjectKey key, ObjectNode job, Count count, Condition condition) {
        count.active().forEach(pod -> control.delete(key, job, pod));
        writeStatus(
                key,
                new Count(List.of(), count.succeeded(), count.failed(), count.lastFailure()),
                Optional.of(condition));
        var isGood = condition.type().equals(COMPLETE);
        events.record(
                Subject.of(key, job),
                COMPONENT,
                isGood ? Events.Type.NORMAL : Events.Type.WARNING,
                isGood ? "Completed" : condition.reason(),
                isGood ? "Job completed" : condition.message());
    }

    private void writeStatus(ObjectKey key, Count count, Optional<Condition> end) {
        var now = clock.instant();
        objects.updateStatus(key, object -> {
            var status = object.withObjectProperty("status");
            if (!status.has("startTime")) {
                status.put("startTime", Conditions.text(now));
            }
            ReplicaSets.count(status, "active", count.active().size());
            ReplicaSets.count(status, "succeeded", count.succeeded());
            ReplicaSets.count(status, "failed", count.failed());
            status.put(
                    "ready", (int) count.active().stream().filter(Pods::isReady).count());
            end.ifPresent(condition -> {
                Conditions.set(status, condition, now);
                if (condition.type().equals(COMPLETE)) {
                    status.put("completionTime", Conditions.text(now));
                }
            });
            return object;
        });
    }
}
