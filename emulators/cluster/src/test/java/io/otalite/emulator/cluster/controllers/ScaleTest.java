package io.otalite.emulator.cluster.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.reconcile.Conditions;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static final int DEPLOYMENTS = 200;
    /** Of one Deployment with one pod: 9 for its creation would be the least that says everything. */
    private static final int WRITES_TO_CREATE = 16;

    private static final int WRITES_TO_ROLL = 26;

    private final PlayedCluster cluster = new PlayedCluster();

    @Test
    void aRolloutTakesAFixedNumberOfWritesHoweverManyDeploymentsThereAre() throws InterruptedException {
        // Given
        var before = cluster.objects.version();
        for (var i = 0; i < DEPLOYMENTS; i++) {
            cluster.apply(deployment(i));
        }
        var created = writes(before);
        var between = cluster.objects.version();

        // When
        for (var i = 0; i < DEPLOYMENTS; i++) {
            restart(PlayedCluster.key(Kinds.DEPLOYMENT, "web-" + i));
        }
        cluster.pass(60);

        // Then
        assertThat(created).isLessThanOrEqualTo(WRITES_TO_CREATE * DEPLOYMENTS);
        assertThat(writes(between)).isLessThanOrEqualTo(WRITES_TO_ROLL * DEPLOYMENTS);
        assertThat(cluster.list(Kinds.DEPLOYMENT))
                .allMatch(web -> Conditions.find(web.path("status"), "Progressing")
                        .path("reason")
                        .asText()
                        .equals("NewReplicaSetAvailable"))
                .allMatch(web -> Metadata.annotation(web, "deployment.kubernetes.io/revision")
                        .filter("2"::equals)
                        .isPresent());
        assertThat(cluster.pods()).hasSize(DEPLOYMENTS);
    }

    /** Without the events, which are writes too but nobody acts on. */
    private int writes(long since) throws InterruptedException {
        var count = 0;
        try (var watch = cluster.objects.watch(key -> !Set.of(Kinds.EVENT).contains(key.kind()), since)) {
            for (; watch.hasNext(); count++) {
                assertThat(watch.next(Duration.ZERO)).isPresent();
            }
        }
        return count;
    }

    private void restart(ObjectKey deployment) {
        cluster.objects.update(deployment, web -> {
            web.withObjectProperty("spec")
                    .withObjectProperty("template")
                    .withObjectProperty("metadata")
                    .putObject("annotations")
                    .put("kubectl.kubernetes.io/restartedAt", "now");
            return web;
        });
    }

    private static String deployment(int number) {
        return """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web-%1$d}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web-%1$d}}
              template:
                metadata: {labels: {app: web-%1$d, part: shop}}
                spec:
                  containers:
                    - {name: main, image: app, readinessProbe: {httpGet: {port: 80}}}
            """.formatted(number);
    }
}
