package io.otalite.emulator.cluster.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.reconcile.Conditions;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final PlayedCluster cluster = new PlayedCluster();

    @Test
    void aDeploymentIsAvailableWhenItsPodsAre() {
        // When
        var web = cluster.apply(deployment(3, "app:1", ""));

        // Then
        assertThat(counts(web)).isEqualTo("replicas 3, updated 3, ready 3, available 3, unavailable 0");
        assertThat(cluster.status(web).path("observedGeneration").asInt()).isEqualTo(1);
        assertThat(progress(web)).isEqualTo("True NewReplicaSetAvailable");
        assertThat(condition(web, "Available")).isEqualTo("True MinimumReplicasAvailable");
        assertThat(Metadata.annotation(cluster.get(web), REVISION)).contains("1");
        assertThat(cluster.pods()).allSatisfy(pod -> {
            assertThat(PlayedCluster.shown(pod)).isEqualTo("Running");
            assertThat(Metadata.labels(pod)).containsKey("pod-template-hash");
            assertThat(Metadata.controller(pod).path("kind").asText()).isEqualTo("ReplicaSet");
        });
    }

    private static String deployment(int replicas, String image, String extra) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: %d
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}, annotations: {}}
                spec: {containers: [{name: main, image: "%s"}]}
            %s
            """.formatted(replicas, image, extra.indent(2));
    }

    private String counts(ObjectKey deployment) {
        var status = cluster.status(deployment);
        return "replicas %d, updated %d, ready %d, available %d, unavailable %d"
                .formatted(
                        status.path("replicas").asInt(),
                        status.path("updatedReplicas").asInt(),
                        status.path("readyReplicas").asInt(),
                        status.path("availableReplicas").asInt(),
                        status.path("unavailableReplicas").asInt());
    }

    private String progress(ObjectKey deployment) {
        return condition(deployment, "Progressing");
    }

    private String condition(ObjectKey deployment, String type) {
        JsonNode condition = Conditions.find(cluster.status(deployment), type);
        return condition.path("status").asText() + " "
                + condition.path("reason").asText();
    }

    private List<ObjectNode> replicaSets() {
        return cluster.list(Kinds.REPLICA_SET);
    }
}
