package io.otalite.emulator.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.reconcile.Conditions;
import org.junit.jupiter.api.Test;

class ProbingTest {
    private static final ObjectKey POD = PlayedCluster.key(Kinds.POD, "p");

    private final PlayedCluster cluster = new PlayedCluster();

    @Test
    void aPodIsReadyWhenItsReadinessProbeHasPassed() {
        // Given
        cluster.apply(pod("ready-after: 5s", "readinessProbe: {httpGet: {port: 80}, periodSeconds: 2}"));

        // When
        cluster.pass(5);
        var before = isReady();
        cluster.pass(1);

        // Then
        assertThat(before).isFalse();
        assertThat(isReady()).isTrue();
        assertThat(Conditions.find(pod().path("status"), "Ready")
                        .path("lastTransitionTime")
                        .asText())
                .isEqualTo("2026-01-01T00:00:06Z");
        assertThat(cluster.events()).contains("Unhealthy: Readiness probe failed: connection refused");
    }

    @Test
    void withoutAProbeAPodIsReadyAsSoonAsItRuns() {
        // When
        cluster.apply(pod("ready-after: 5s", ""));

        // Then
        assertThat(isReady()).isTrue();
    }

    @Test
    void theOtherProbesWaitForTheStartupProbe() {
        // Given
        cluster.apply(pod("ready-after: 60s", """
            startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 20}
                livenessProbe: {tcpSocket: {port: 80}, periodSeconds: 1, failureThreshold: 1}\
            """));

        // When
        cluster.pass(59);

        // Then
        assertThat(PlayedCluster.container(pod()).path("started").asBoolean()).isFalse();
        assertThat(restarts()).isZero();

        cluster.pass(2);
        assertThat(PlayedCluster.container(pod()).path("started").asBoolean()).isTrue();
        assertThat(isReady()).isTrue();
    }

    @Test
    void aFailedLivenessProbeRestartsTheContainer() {
        // When
        cluster.apply(pod("unhealthy-after: 30s", "livenessProbe: {httpGet: {port: 80, path: /live}}"));
        cluster.pass(51);

        // Then
        assertThat(restarts()).isEqualTo(1);
        assertThat(cluster.events())
                .contains("Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 503")
                .contains("Killing: Container main failed liveness probe, will be restarted");
    }

    private static String pod(String annotation, String container) {
        return """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, annotations: {emulator.ota-lite.io/%s}}
            spec:
              containers:
              - name: main
                image: app
                %s
            """.formatted(annotation, container);
    }

    private JsonNode pod() {
        return cluster.get(POD);
    }

    private int restarts() {
        return PlayedCluster.container(pod()).path("restartCount").asInt();
    }

    private boolean isReady() {
        return Conditions.isTrue(pod().path("status"), "Ready");
    }
}
