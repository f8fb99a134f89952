package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.reconcile.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the kinds that make pods must be like. */
final class WorkloadRules {
    private static final Set<Kind> OF_SELECTOR =
            Set.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.STATEFUL_SET, Kinds.DAEMON_SET);

    private static final Map<Kind, Set<String>> RESTART_POLICIES = Map.of(
            Kinds.DEPLOYMENT, Set.of("Always"),
            Kinds.REPLICA_SET, Set.of("Always"),
            Kinds.STATEFUL_SET, Set.of("Always"),
            Kinds.DAEMON_SET, Set.of("Always"),
            Kinds.JOB, Set.of("OnFailure", "Never"),
            Kinds.CRON_JOB, Set.of("OnFailure", "Never"));

    private static final List<String> MUTABLE_OF_STATEFUL_SET = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    /** Fields that promise what the controller of Jobs does not do. */
    private static final List<String> BEYOND_OF_JOB = List.of(
            "activeDeadlineSeconds",
            "backoffLimitPerIndex",
            "maxFailedIndexes",
            "podFailurePolicy",
            "successPolicy",
            "ttlSecondsAfterFinished");

    private WorkloadRules() {}

    static void check(Kind kind, @Nullable ObjectNode old, ObjectNode wanted, Faults faults) {
        var restarts = RESTART_POLICIES.get(kind);
        if (restarts == null) {
            return;
        }
        var spec = wanted.path("spec");
        checkTemplate(kind, wanted, restarts, faults);
        for (var count :
                List.of("replicas", "minReadySeconds", "revisionHistoryLimit", "parallelism", "backoffLimit")) {
            faults.notNegative(spec, "spec", count);
        }
        if (OF_SELECTOR.contains(kind)) {
            checkSelector(kind, spec, faults);
        }
        if (kind.equals(Kinds.DEPLOYMENT)) {
            checkDeployment(spec, faults);
        } else if (kind.equals(Kinds.JOB)) {
            checkJob(spec, "spec", faults);
        } else if (kind.equals(Kinds.CRON_JOB)) {
            checkCronJob(spec, faults);
            checkJob(spec.path("jobTemplate").path("spec"), "spec.jobTemplate.spec", faults);
        } else if (kind.equals(Kinds.STATEFUL_SET) && spec.has("volumeClaimTemplates")) {
            faults.beyondThisCluster("spec.volumeClaimTemplates", "volumes that outlive their pod");
        }
        if (old != null) {
            checkUpdate(kind, old.path("spec"), spec, faults);
        }
    }

    private static void checkTemplate(Kind kind, ObjectNode wanted, Set<String> restarts, Faults faults) {
        var template = PodTemplate.of(kind, wanted);
        if (template.isEmpty() || !template.get().hasSpec()) {
            faults.required(kind.equals(Kinds.CRON_JOB) ? "spec.jobTemplate.spec.template.spec" : "spec.template.spec");
            return;
        }
        var path = template.get().path();
        var spec = template.get().spec();
        var metadata = template.get().node().path("metadata");
        var above = path.substring(0, path.lastIndexOf('.'));
        MetadataRules.labels(metadata.path("labels"), above + ".labels", faults);
        MetadataRules.annotations(metadata.path("annotations"), above + ".annotations", faults);
        PodRules.check(spec, path, faults);
        faults.oneOf(spec, path, "restartPolicy", restarts);
    }

    private static void checkSelector(Kind kind, JsonNode spec, Faults faults) {
        var selector = spec.path("selector");
        if (selector.isMissingNode()) {
            faults.required("spec.selector");
            return;
        }
        if (selector.isEmpty()) {
            faults.invalid("spec.selector", selector, "empty selector is invalid for " + kind.singular());
            return;
        }
        var template = spec.path("template");
        if (!LabelSelector.of(selector).matches(Metadata.labels(template))) {
            faults.invalid(
                    "spec.template.metadata.labels",
                    template.path("metadata").path("labels"),
                    "`selector` does not match template `labels`");
        }
    }

    private static void checkDeployment(JsonNode spec, Faults faults) {
        var strategy = spec.path("strategy");
        faults.oneOf(strategy, "spec.strategy", "type", Set.of("Recreate", "RollingUpdate"));
        var rolling = strategy.path("rollingUpdate");
        if (text(strategy, "type").equals("Recreate") && !rolling.isMissingNode()) {
            faults.forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        } else if (isZero(rolling.path("maxUnavailable")) && isZero(rolling.path("maxSurge"))) {
            faults.invalid(
                    "spec.strategy.rollingUpdate.maxUnavailable",
                    rolling.path("maxUnavailable"),
                    "may not be 0 when `maxSurge` is 0");
        }
        for (var share : List.of("maxUnavailable", "maxSurge")) {
            var value = rolling.path(share);
            if (value.isTextual() && !value.asText().matches("[0-9]+%")) {
                faults.invalid(
                        "spec.strategy.rollingUpdate." + share,
                        value,
                        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or"
                                + " '93%', regex used for validation is '[0-9]+%')");
            } else {
                faults.notNegative(rolling, "spec.strategy.rollingUpdate", share);
            }
        }
        if (spec.has("progressDeadlineSeconds")
                && spec.path("progressDeadlineSeconds").asLong()
                        <= spec.path("minReadySeconds").asLong()) {
            faults.invalid(
                    "spec.progressDeadlineSeconds",
                    spec.path("progressDeadlineSeconds"),
                    "must be greater than minReadySeconds");
        }
    }

    private static boolean isZero(JsonNode share) {
        return share.asText("").matches("0+%?");
    }

    private static void checkJob(JsonNode spec, String path, Faults faults) {
        for (var field : BEYOND_OF_JOB) {
            if (spec.has(field)) {
                faults.beyondThisCluster(path + "." + field, field);
            }
        }
        if (text(spec, "completionMode").equals("Indexed")) {
            faults.beyondThisCluster(path + ".completionMode", "indexed completion");
        }
    }

    private static void checkCronJob(JsonNode spec, Faults faults) {
        var schedule = text(spec, "schedule").strip();
        if (schedule.isEmpty()) {
            faults.required("spec.schedule");
        } else if (!schedule.startsWith("@")) {
            var fields = List.of(schedule.split("\\s+", -1));
            if (fields.size() != 5) {
                faults.invalid(
                        "spec.schedule",
                        schedule,
                        "expected exactly 5 fields, found %d: %s".formatted(fields.size(), fields));
            }
        }
        faults.oneOf(spec, "spec", "concurrencyPolicy", Set.of("Allow", "Forbid", "Replace"));
    }

    private static void checkUpdate(Kind kind, JsonNode old, JsonNode wanted, Faults faults) {
        if (kind.equals(Kinds.STATEFUL_SET)) {
            if (!without(old, MUTABLE_OF_STATEFUL_SET).equals(without(wanted, MUTABLE_OF_STATEFUL_SET))) {
                faults.forbidden(
                        "spec",
                        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                                + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                                + " 'minReadySeconds' are forbidden");
            }
        } else if (OF_SELECTOR.contains(kind)) {
            requireSame(old, wanted, "selector", faults);
        } else if (kind.equals(Kinds.JOB)) {
            for (var field : List.of("completions", "selector", "template", "completionMode")) {
                requireSame(old, wanted, field, faults);
            }
        }
    }

    private static void requireSame(JsonNode old, JsonNode wanted, String field, Faults faults) {
        if (!old.path(field).equals(wanted.path(field))) {
            faults.invalid("spec." + field, wanted.path(field), "field is immutable");
        }
    }

    private static ObjectNode without(JsonNode spec, List<String> fields) {
        var rest = spec instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        objects(rest, "volumeClaimTemplates").forEach(claim -> claim.remove("status"));
        return rest.remove(fields);
    }
}
