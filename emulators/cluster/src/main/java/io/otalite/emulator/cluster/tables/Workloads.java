package io.otalite.emulator.cluster.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Metadata;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Cells that need more than a field: of workloads and nodes. */
final class Workloads {

    private Workloads() {}

    /** Those of the template; of a CronJob, the template in its template. */
    static JsonNode containers(ObjectNode object) {
        var spec = object.path("spec");
        var template = spec.has("jobTemplate") ? spec.path("jobTemplate").path("spec") : spec;
        return template.path("template").path("spec").path("containers");
    }

    static String selector(ObjectNode object) {
        return Columns.labels(object.path("spec").path("selector").path("matchLabels"));
    }

    static String ready(ObjectNode object) {
        return object.path("status").path("readyReplicas").asInt()
                + "/"
                + object.path("spec").path("replicas").asInt(1);
    }

    static String jobStatus(ObjectNode job) {
        if (is(job, "Complete")) {
            return "Complete";
        }
        if (is(job, "Failed")) {
            return "Failed";
        }
        if (Metadata.isDeleted(job)) {
            return "Terminating";
        }
        return is(job, "Suspended") ? "Suspended" : "Running";
    }

    static String completions(ObjectNode job) {
        var spec = job.path("spec");
        return job.path("status").path("succeeded").asInt()
                + "/"
                + (spec.has("completions") ? spec.path("completions").asText() : "1");
    }

    /** From the start to the end or, of one that runs, to now. */
    static String duration(ObjectNode job, Instant now) {
        var status = job.path("status");
        try {
            var start = Instant.parse(status.path("startTime").asText(""));
            var end = status.has("completionTime")
                    ? Instant.parse(status.path("completionTime").asText())
                    : now;
            return Ages.human(Duration.between(start, end));
        } catch (DateTimeException _) {
            return "";
        }
    }

    static String lastSchedule(ObjectNode cronJob, Instant now) {
        var time = cronJob.path("status").path("lastScheduleTime");
        return time.isTextual() ? Ages.since(time, now) : Columns.NONE;
    }

    static String nodeStatus(ObjectNode node) {
        var ready = is(node, "Ready") ? "Ready" : "NotReady";
        return node.path("spec").path("unschedulable").asBoolean() ? ready + ",SchedulingDisabled" : ready;
    }

    static String internalAddress(ObjectNode node) {
        return node.path("status")
                .path("addresses")
                .valueStream()
                .filter(address -> address.path("type").asText().equals("InternalIP"))
                .map(address -> address.path("address").asText())
                .findFirst()
                .orElse(Columns.NONE);
    }

    private static boolean is(ObjectNode object, String condition) {
        return object.path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(one -> one.path("type").asText().equals(condition)
                        && one.path("status").asText().equals("True"));
    }
}
