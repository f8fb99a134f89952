package io.otalite.rotation.observation;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.rotation.observation.Referrer.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Set;

/** Reads Kubernetes' own kinds that hold the template of a pod, each at its place. */
final class Templates {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    /** Controllers whose own template is read; a mirror pod belongs to its node. */
    private static final Set<String> READ = Set.of(
            Kinds.DEPLOYMENT,
            Kinds.REPLICA_SET,
            Kinds.REPLICATION_CONTROLLER,
            Kinds.STATEFUL_SET,
            Kinds.DAEMON_SET,
            Kinds.JOB,
            Kinds.CRON_JOB,
            Kinds.NODE);

    private Templates() {}

    static Referrer read(ObjectRef ref, JsonNode object) {
        var meta = meta(ref, object);
        var pointer = pointer(ref.kind());
        var template = TemplateReader.read(object.at(pointer), pointer, ref.namespace());
        var references = new ArrayList<>(template.references());
        if (ref.kind().equals(Kinds.STATEFUL_SET)) {
            statefulSet(ref, object.path("spec"), references);
        }
        var replicas = replicas(ref.kind(), object.path("spec"));
        return new Referrer(
                ref,
                meta,
                role(ref.kind(), meta, object),
                replicas,
                surge(ref.kind(), object.path("spec"), replicas),
                references,
                template.facts(),
                ObjectReader.optionalUses(meta),
                RolloutReader.read(ref, object));
    }

    /** Where the specification of the pod stands. */
    static String pointer(String kind) {
        return switch (kind) {
            case Kinds.POD -> "/spec";
            case Kinds.POD_TEMPLATE -> "/template/spec";
            case Kinds.CRON_JOB -> "/spec/jobTemplate/spec/template/spec";
            case Kinds.CONTROLLER_REVISION -> "/data/spec/template/spec";
            default -> "/spec/template/spec";
        };
    }

    /** A ControllerRevision counts in a field of its own what a ReplicaSet has as an annotation. */
    private static Meta meta(ObjectRef ref, JsonNode object) {
        var meta = Meta.of(object);
        if (!ref.kind().equals(Kinds.CONTROLLER_REVISION)) {
            return meta;
        }
        var annotations = new HashMap<>(meta.annotations());
        annotations.put(Meta.REVISION, object.path("revision").asText());
        return new Meta(
                meta.uid(), meta.resourceVersion(), meta.created(), meta.deleting(), meta.owners(), annotations);
    }

    private static void statefulSet(ObjectRef ref, JsonNode spec, ArrayList<Reference> references) {
        var service = spec.path("serviceName").asText();
        if (!service.isEmpty()) {
            var target = new ObjectRef(Kinds.SERVICE, ref.namespace(), service);
            references.add(Reference.of(Use.HEADLESS_SERVICE, target, "/spec", "serviceName"));
        }
        TemplateReader.each(spec.path("volumeClaimTemplates"), "/spec/volumeClaimTemplates", (claim, at) -> {
            var storageClass = claim.path("spec").path("storageClassName").asText();
            if (!storageClass.isEmpty()) {
                var target = new ObjectRef(Kinds.STORAGE_CLASS, "", storageClass);
                references.add(Reference.of(Use.STORAGE_CLASS, target, at + "/spec", "storageClassName"));
            }
        });
    }

    private static Role role(String kind, Meta meta, JsonNode object) {
        return switch (kind) {
            case Kinds.CONTROLLER_REVISION -> Role.REVISION;
            case Kinds.REPLICA_SET, Kinds.REPLICATION_CONTROLLER -> controlled(meta, object);
            case Kinds.JOB -> isRead(meta) || hasEnded(object) ? Role.ENDED : suspended(object);
            case Kinds.CRON_JOB -> suspended(object);
            case Kinds.POD -> ENDED.contains(object.path("status").path("phase").asText()) ? Role.ENDED : Role.WORKLOAD;
            default -> Role.WORKLOAD;
        };
    }

    /** Whether the pods of the kind are judged by its template. */
    static boolean isRead(String controller) {
        return READ.contains(controller);
    }

    private static boolean isRead(Meta meta) {
        return meta.controller().filter(owner -> isRead(owner.ref().kind())).isPresent();
    }

    /** Of a controller that is not read here only the set that runs is known to be in force. */
    private static Role controlled(Meta meta, JsonNode object) {
        var runs = object.path("spec").path("replicas").asInt(1) > 0;
        return meta.controller().isEmpty() || (!isRead(meta) && runs) ? Role.WORKLOAD : Role.REVISION;
    }

    private static Role suspended(JsonNode object) {
        return object.path("spec").path("suspend").asBoolean() ? Role.SUSPENDED : Role.WORKLOAD;
    }

    private static boolean hasEnded(JsonNode job) {
        for (var condition : job.path("status").path("conditions")) {
            var type = condition.path("type").asText();
            if ((type.equals("Complete") || type.equals("Failed"))
                    && condition.path("status").asText().equals("True")) {
                return true;
            }
        }
        return false;
    }

    private static int replicas(String kind, JsonNode spec) {
        return switch (kind) {
            case Kinds.DEPLOYMENT, Kinds.STATEFUL_SET, Kinds.REPLICA_SET, Kinds.REPLICATION_CONTROLLER ->
                spec.path("replicas").asInt(1);
            default -> 1;
        };
    }

    /** Kubernetes' default is a quarter, rounded up. */
    private static int surge(String kind, JsonNode spec, int replicas) {
        if (!kind.equals(Kinds.DEPLOYMENT)
                || spec.path("strategy").path("type").asText().equals("Recreate")) {
            return 0;
        }
        var surge = spec.path("strategy").path("rollingUpdate").path("maxSurge");
        if (surge.isInt()) {
            return surge.asInt();
        }
        var percent = surge.asText().replace("%", "");
        var share = percent.matches("[0-9]{1,3}") ? Integer.parseInt(percent) : 25;
        return (int) Math.ceil(replicas * share / 100.0);
    }
}
