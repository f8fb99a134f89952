package io.otalite.emulator.cluster.admission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Admission;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kind.Subresource;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Lookup;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.schema.Schemas;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The admission of this cluster, in the order of an API server: the part that was not addressed is put back, defaults are
 * filled in, pods get what the cluster gives them, the rules of the kind are checked (422), and then what the namespace
 * allows (403).
 */
public final class ClusterAdmission implements Admission {
    private static final Set<Kind> OF_GENERATION = Set.of(
            Kinds.POD,
            Kinds.DEPLOYMENT,
            Kinds.REPLICA_SET,
            Kinds.STATEFUL_SET,
            Kinds.DAEMON_SET,
            Kinds.JOB,
            Kinds.CRON_JOB,
            Kinds.NETWORK_POLICY,
            Kinds.INGRESS,
            Kinds.POD_DISRUPTION_BUDGET,
            Kinds.REPLICATION_CONTROLLER,
            Kinds.CUSTOM_RESOURCE_DEFINITION,
            Kinds.EXTERNAL_SECRET,
            Kinds.CERTIFICATE,
            Kinds.SECRET_PROVIDER_CLASS,
            Kinds.ROLLOUT,
            Kinds.GATEWAY);

    @Override
    public ObjectNode admit(ObjectKey key, Part part, @Nullable ObjectNode old, ObjectNode wanted, Lookup lookup) {
        if (part == Part.STATUS && old != null) {
            return withStatus(key.kind(), old, wanted);
        }
        FieldValidation.requireTypes(key.kind(), wanted);
        putBackStatus(key.kind(), old, wanted);
        Defaults.complete(key.kind(), wanted);
        if (old == null && key.kind().equals(Kinds.POD)) {
            ServiceAccounts.admit(key, wanted, lookup);
            PodClasses.admit(key, wanted, lookup);
            LimitRanges.complete(key, wanted, lookup);
        }
        if (old == null) {
            Birth.prepare(key, wanted);
        }
        countGeneration(key.kind(), old, wanted);
        requireValid(key, old, wanted);
        if (old == null) {
            if (key.kind().equals(Kinds.POD)) {
                LimitRanges.admit(key, wanted, lookup);
                PodSecurity.admit(key, wanted, lookup);
            }
            Quotas.admit(key, lookup);
        }
        return wanted;
    }

    /** The old object with the new status, and with what is said of its owners. Shares with the old what stays. */
    private static ObjectNode withStatus(Kind kind, ObjectNode old, ObjectNode wanted) {
        var addressed = JsonNodeFactory.instance.objectNode();
        replace(addressed, wanted, "status");
        FieldValidation.requireTypes(kind, addressed);
        RoundTrip.through(Schemas.of(kind), addressed);
        var result = JsonNodeFactory.instance.objectNode();
        result.setAll(old);
        result.set("metadata", Metadata.of(old).deepCopy());
        replace(result, addressed, "status");
        replace(Metadata.of(result), Metadata.of(wanted), "managedFields");
        return result;
    }

    private static void putBackStatus(Kind kind, @Nullable ObjectNode old, ObjectNode wanted) {
        if (kind.has(Subresource.STATUS) && old != null) {
            replace(wanted, old, "status");
        }
    }

    private static void replace(ObjectNode target, ObjectNode source, String field) {
        if (source.has(field)) {
            target.set(field, source.get(field));
        } else {
            target.remove(field);
        }
    }

    /** The generation grows with what is wanted, and with nothing else; a client cannot set it. */
    private static void countGeneration(Kind kind, @Nullable ObjectNode old, ObjectNode wanted) {
        var metadata = Metadata.of(wanted);
        if (!OF_GENERATION.contains(kind)) {
            metadata.remove("generation");
        } else if (old == null) {
            metadata.put("generation", 1);
        } else if (old.path("spec").equals(wanted.path("spec"))) {
            replace(metadata, Metadata.of(old), "generation");
        } else {
            metadata.put("generation", Math.toIntExact(Metadata.generation(old) + 1));
        }
    }

    private static void requireValid(ObjectKey key, @Nullable ObjectNode old, ObjectNode wanted) {
        var faults = new Faults();
        MetadataRules.check(key, wanted, faults);
        DataRules.check(key.kind(), old, wanted, faults);
        WorkloadRules.check(key.kind(), old, wanted, faults);
        PolicyRules.check(key.kind(), old, wanted, faults);
        if (key.kind().equals(Kinds.POD)) {
            PodRules.check(wanted.path("spec"), "spec", faults);
            if (old != null) {
                PodRules.checkUpdate(old, wanted, faults);
            }
        } else if (key.kind().equals(Kinds.SERVICE)) {
            ServiceRules.check(wanted, faults);
        } else if (key.kind().equals(Kinds.RESOURCE_QUOTA)) {
            Quotas.checkQuota(wanted, faults);
        } else if (key.kind().equals(Kinds.LIMIT_RANGE)) {
            LimitRanges.checkRange(wanted, faults);
        } else if (key.kind().equals(Kinds.VALIDATING_WEBHOOK_CONFIGURATION)) {
            WebhookRules.check(wanted, faults);
        }
        faults.throwIfAny(key);
    }
}
