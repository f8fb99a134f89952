package io.otalite.emulator.cluster.controllers.deployments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.controllers.pods.Annotations;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/** What a Deployment reads from one of its ReplicaSets. */
record ReplicaSet(ObjectKey key, ObjectNode object) {
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAX = "deployment.kubernetes.io/max-replicas";

    static final Comparator<ReplicaSet> OLDEST_FIRST = Comparator.comparing((ReplicaSet set) ->
                    set.object.path("metadata").path("creationTimestamp").asText())
            .thenComparingLong(ReplicaSet::revision)
            .thenComparing(set -> set.key.name());

    static int sum(List<ReplicaSet> sets, ToIntFunction<ReplicaSet> count) {
        return sets.stream().mapToInt(count).sum();
    }

    String name() {
        return key.name();
    }

    String uid() {
        return Metadata.uid(object);
    }

    JsonNode template() {
        return object.path("spec").path("template");
    }

    /** How many pods it shall have. */
    int wanted() {
        return object.path("spec").path("replicas").asInt(1);
    }

    /** How many pods it has. */
    int actual() {
        return status().path("replicas").asInt();
    }

    int ready() {
        return status().path("readyReplicas").asInt();
    }

    int available() {
        return status().path("availableReplicas").asInt();
    }

    JsonNode status() {
        return object.path("status");
    }

    long revision() {
        return Annotations.number(object, REVISION).orElse(0);
    }

    /** The replicas of the Deployment when this set was last scaled. */
    OptionalInt desired() {
        return Annotations.number(object, DESIRED);
    }

    /** The replicas and surge of the Deployment when this set was last scaled. */
    OptionalInt max() {
        return Annotations.number(object, MAX);
    }

    /** Whether nothing of it is left but the template. */
    boolean isHistory() {
        return wanted() == 0
                && actual() == 0
                && Metadata.generation(object)
                        <= status().path("observedGeneration").asLong()
                && !Metadata.isDeleted(object);
    }
}
