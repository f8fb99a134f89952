package io.otalite.emulator.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.Owners;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Write;
import io.otalite.emulator.cluster.reconcile.Conditions;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.Events.Subject;
import io.otalite.emulator.cluster.reconcile.Index;
import io.otalite.emulator.cluster.reconcile.Reconciler;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Creates the Jobs of a CronJob when they are due. Of several times that were missed only the last is made up for, unless
 * {@code startingDeadlineSeconds} have passed since.
 */
public final class CronJobs implements Reconciler {
    private static final String COMPONENT = "cronjob-controller";

    private final Objects objects;
    private final Clock clock;
    private final Index index;
    private final Events events;

    public CronJobs(Objects objects, Clock clock, Index index, Events events) {
        this.objects = objects;
        this.clock = clock;
        this.index = index;
        this.events = events;
    }

    @Override
    public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
        if (change.key().kind().equals(Kinds.CRON_JOB)) {
            look.accept(change.key());
        } else if (change.key().kind().equals(Kinds.JOB)) {
            Owners.wake(change, Kinds.CRON_JOB, look);
        }
    }

    @Override
    public Optional<Instant> reconcile(ObjectKey key) {
        var cron = objects.get(key).orElse(null);
        if (cron == null || Metadata.isDeleted(cron)) {
            return Optional.empty();
        }
        var schedule = schedule(key, cron);
        var spec = cron.path("spec");
        if (schedule.isPresent() && !spec.path("suspend").asBoolean()) {
            missed(cron, schedule.get()).ifPresent(time -> run(key, cron, time));
        }
        writeActive(key, cron);
        forgetFinished(cron);
        return schedule.filter(_ -> !spec.path("suspend").asBoolean()).flatMap(times -> times.next(clock.instant()));
    }

    private Optional<CronSchedule> schedule(ObjectKey key, ObjectNode cron) {
        var spec = cron.path("spec");
        try {
            var zone = spec.hasNonNull("timeZone")
                    ? ZoneId.of(spec.path("timeZone").asText())
                    : ZoneOffset.UTC;
            return Optional.of(CronSchedule.parse(spec.path("schedule").asText(), zone));
        } catch (IllegalArgumentException | DateTimeException e) {
            var text = "unparseable schedule: %s: %s"
                    .formatted(spec.path("schedule").asText(), e.getMessage());
            events.record(Subject.of(key, cron), COMPONENT, Events.Type.WARNING, "UnparseableSchedule", text);
            return Optional.empty();
        }
    }

    /** The last time that is due and was not run. */
    private Optional<Instant> missed(ObjectNode cron, CronSchedule schedule) {
        var now = clock.instant();
        var created = cron.path("metadata").path("creationTimestamp").asText();
        var from = Instant.parse(cron.path("status").path("lastScheduleTime").asText(created));
        var deadline = cron.path("spec").path("startingDeadlineSeconds");
        if (deadline.isNumber() && from.isBefore(now.minusSeconds(deadline.asLong()))) {
            from = now.minusSeconds(deadline.asLong());
        }
        var last = Optional.<Instant>empty();
        var next = schedule.next(from);
        while (next.isPresent() && !next.get().isAfter(now)) {
            last = next;
            next = schedule.next(next.get());
        }
        return last;
    }

    private List<ObjectNode> jobs(ObjectNode cron, Predicate<JsonNode> wanted) {
        return index.controlledBy(cron, Kinds.JOB).stream().filter(wanted).toList();
    }

    private void run(ObjectKey key, ObjectNode cron, Instant time) {
        var active = jobs(cron, job -> !Jobs.isFinished(job));
        var policy = cron.path("spec").path("concurrencyPolicy").asText();
        if (policy.equals("Forbid") && !active.isEmpty()) {
            return;
        }
        if (policy.equals("Replace")) {
            active.forEach(job -> objects.remove(Index.keyOf(Kinds.JOB, job)));
        }
        var name = key.name() + "-" + time.getEpochSecond() / 60;
        var job = new ObjectKey(Kinds.JOB, key.namespace(), name);
        if (objects.get(job).isEmpty()) {
            objects.create(job, job(key, cron, time), Write.FOR_REAL);
            events.record(
                    Subject.of(key, cron), COMPONENT, Events.Type.NORMAL, "SuccessfulCreate", "Created job " + name);
        }
        objects.updateStatus(key, object -> {
            object.withObjectProperty("status").put("lastScheduleTime", Conditions.text(time));
            return object;
        });
    }

    private static ObjectNode job(ObjectKey key, ObjectNode cron, Instant time) {
        var template = cron.path("spec").path("jobTemplate");
        var job = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "batch/v1")
                .put("kind", "Job");
        var metadata = Metadata.of(job);
        for (var field : List.of("labels", "annotations")) {
            for (var entry : template.path("metadata").path(field).properties()) {
                metadata.withObjectProperty(field)
                        .put(entry.getKey(), entry.getValue().asText());
            }
        }
        metadata.withObjectProperty("annotations")
                .put("batch.kubernetes.io/cronjob-scheduled-timestamp", Conditions.text(time));
        Owners.manage(job, key, cron);
        job.set("spec", template.path("spec").deepCopy());
        return job;
    }

    private void writeActive(ObjectKey key, ObjectNode cron) {
        var active = jobs(cron, job -> !Jobs.isFinished(job));
        var lastSuccess = jobs(cron, job -> job.path("status").hasNonNull("completionTime")).stream()
                .map(job -> job.path("status").path("completionTime").asText())
                .max(Comparator.naturalOrder());
        objects.updateStatus(key, object -> {
            var status = object.withObjectProperty("status");
            status.remove("active");
            active.forEach(job -> status.withArrayProperty("active")
                    .addObject()
                    .put("apiVersion", "batch/v1")
                    .put("kind", "Job")
                    .put("namespace", key.namespace())
                    .put("name", Metadata.name(job))
                    .put("uid", Metadata.uid(job)));
            lastSuccess.ifPresent(time -> status.put("lastSuccessfulTime", time));
            return object;
        });
    }

    private void forgetFinished(ObjectNode cron) {
        var spec = cron.path("spec");
        keep(
                jobs(cron, job -> Conditions.isTrue(job.path("status"), Jobs.COMPLETE)),
                spec.path("successfulJobsHistoryLimit").asInt(3));
        keep(
                jobs(cron, job -> Conditions.isTrue(job.path("status"), Jobs.FAILED)),
                spec.path("failedJobsHistoryLimit").asInt(1));
    }

    private void keep(List<ObjectNode> jobs, int limit) {
        jobs.stream()
                .sorted(Comparator.comparing(
                        (ObjectNode job) -> job.path("status").path("startTime").asText()))
                .limit(Math.max(0, jobs.size() - limit))
                .forEach(job -> objects.remove(Index.keyOf(Kinds.JOB, job)));
    }
}
