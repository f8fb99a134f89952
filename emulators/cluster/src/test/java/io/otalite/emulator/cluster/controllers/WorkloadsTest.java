package io.otalite.emulator.cluster.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.reconcile.Conditions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadsTest {
    private final PlayedCluster cluster = new PlayedCluster();

    @Test
    void aStatefulSetCreatesItsPodsOneAfterTheOther() {
        // Given
        var set = cluster.apply(statefulSet(3, "app:1"));

        // When
        var names = new ArrayList<List<String>>();
        for (var i = 0; i < 4; i++) {
            names.add(podNames());
            cluster.pass(5);
        }

        // Then
        assertThat(names)
                .containsExactly(
                        List.of("db-0"),
                        List.of("db-0", "db-1"),
                        List.of("db-0", "db-1", "db-2"),
                        List.of("db-0", "db-1", "db-2"));
        var status = cluster.status(set);
        assertThat(status.path("readyReplicas").asInt()).isEqualTo(3);
        assertThat(status.path("currentRevision")).isEqualTo(status.path("updateRevision"));
    }

    @Test
    void aStatefulSetUpdatesFromTheHighestAndStopsAtABrokenOne() {
        // Given
        var set = cluster.apply(statefulSet(3, "app:1"));
        cluster.pass(30);
        var old = cluster.status(set).path("currentRevision").asText();

        // When
        cluster.apply(statefulSet(3, "missing:2"));
        cluster.pass(120);

        // Then
        assertThat(images()).containsExactly("app:1", "app:1", "missing:2");
        assertThat(cluster.status(set).path("currentRevision").asText()).isEqualTo(old);
        assertThat(cluster.status(set).path("updateRevision").asText()).isNotEqualTo(old);

        cluster.apply(statefulSet(3, "app:3"));
        cluster.delete(PlayedCluster.key(Kinds.POD, "db-2"));
        cluster.pass(120);
        assertThat(images()).containsOnly("app:3");
        assertThat(cluster.status(set).path("currentRevision"))
                .isEqualTo(cluster.status(set).path("updateRevision"));
    }

    @Test
    void aStatefulSetShrinksFromTheHighest() {
        // Given
        cluster.apply(statefulSet(3, "app:1"));
        cluster.pass(30);

        // When
        cluster.apply(statefulSet(1, "app:1"));
        cluster.pass(30);

        // Then
        assertThat(podNames()).containsExactly("db-0");
    }

    @Test
    void aDaemonSetHasOnePodAndReplacesIt() {
        // Given
        var manifest = """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agent}
            spec:
              selector: {matchLabels: {app: agent}}
              template:
                metadata: {labels: {app: agent}}
                spec: {containers: [{name: main, image: "app:1"}]}
            """;
        var set = cluster.apply(manifest);
        var old = Metadata.name(cluster.pod());

        // When
        cluster.apply(manifest.replace("app:1", "app:2"));
        cluster.pass(5);

        // Then
        assertThat(Metadata.name(cluster.pod())).isNotEqualTo(old);
        assertThat(images()).containsExactly("app:2");
        assertThat(cluster.status(set).path("updatedNumberScheduled").asInt()).isEqualTo(1);
        assertThat(cluster.status(set).path("numberReady").asInt()).isEqualTo(1);
    }

    @Test
    void aJobIsCompleteWhenItsPodsHaveSucceeded() {
        // When
        var job = cluster.apply(job("exit-after: 5s"));
        cluster.pass(20);

        // Then
        assertThat(Conditions.isTrue(cluster.status(job), "Complete")).isTrue();
        assertThat(cluster.status(job).path("succeeded").asInt()).isEqualTo(2);
        assertThat(cluster.status(job).hasNonNull("completionTime")).isTrue();
    }

    @Test
    void aJobThatFailsTooOftenHasFailed() {
        // When
        var job = cluster.apply(job("crash-after: 1s"));
        cluster.pass(300);

        // Then
        var failed = Conditions.find(cluster.status(job), "Failed");
        assertThat(failed.path("reason").asText()).isEqualTo("BackoffLimitExceeded");
        assertThat(cluster.status(job).path("failed").asInt()).isEqualTo(3);
    }

    @Test
    void aJobWhosePodRestartsItsContainerTooOftenHasFailed() {
        // When
        var job = cluster.apply(job("crash-after: 1s").replace("Never", "OnFailure"));
        cluster.pass(300);

        // Then
        var failed = Conditions.find(cluster.status(job), "Failed");
        assertThat(failed.path("reason").asText()).isEqualTo("BackoffLimitExceeded");
        assertThat(cluster.pods()).isEmpty();
    }

    @Test
    void aCostThatIsNoNumberIsNone() {
        // Given
        var set = cluster.apply("""
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}, annotations: {controller.kubernetes.io/pod-deletion-cost: high}}
                spec: {containers: [{name: main, image: app}]}
            """);

        // When
        cluster.change(set, object -> {
            object.withObjectProperty("spec").put("replicas", 1);
            return object;
        });
        cluster.pass(1);

        // Then
        assertThat(cluster.pods()).hasSize(1);
    }

    @Test
    void aRevisionThatIsNoNumberIsNone() {
        // Given
        var web = cluster.apply("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template: {metadata: {labels: {app: web}}, spec: {containers: [{name: main, image: "app:1"}]}}
            """);
        var set = PlayedCluster.key(
                Kinds.REPLICA_SET, Metadata.name(cluster.list(Kinds.REPLICA_SET).getFirst()));
        cluster.change(set, object -> {
            Metadata.of(object).withObjectProperty("annotations").put("deployment.kubernetes.io/revision", "first");
            return object;
        });

        // When
        cluster.change(web, object -> {
            ((ObjectNode) object.at("/spec/template/spec/containers/0")).put("image", "app:2");
            return object;
        });
        cluster.pass(5);

        // Then
        assertThat(images()).containsExactly("app:2");
    }

    @Test
    void aCronJobCreatesItsJobsWhenTheyAreDue() {
        // Given
        var cron = cluster.apply("""
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly}
            spec:
              schedule: "*/10 * * * *"
              successfulJobsHistoryLimit: 2
              jobTemplate:
                spec:
                  template:
                    metadata: {annotations: {emulator.ota-lite.io/exit-after: 1s}}
                    spec: {restartPolicy: Never, containers: [{name: main, image: app}]}
            """);

        // When
        cluster.pass(35 * 60);

        // Then
        assertThat(cluster.list(Kinds.JOB)).hasSize(2).allMatch(Jobs::isFinished);
        assertThat(cluster.status(cron).path("lastScheduleTime").asText()).isEqualTo("2026-01-01T00:30:00Z");

        cluster.change(cron, object -> {
            object.withObjectProperty("spec").put("suspend", true);
            return object;
        });
        cluster.pass(3600);
        assertThat(cluster.status(cron).path("lastScheduleTime").asText()).isEqualTo("2026-01-01T00:30:00Z");
    }

    private static String statefulSet(int replicas, String image) {
        return """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              replicas: %d
              serviceName: db
              selector: {matchLabels: {app: db}}
              template:
                metadata: {labels: {app: db}, annotations: {emulator.ota-lite.io/ready-after: 4s}}
                spec:
                  containers:
                    - {name: main, image: "%s", readinessProbe: {tcpSocket: {port: 1}, periodSeconds: 1}}
            """.formatted(replicas, image);
    }

    private static String job(String annotation) {
        return """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: once}
            spec:
              completions: 2
              backoffLimit: 2
              template:
                metadata: {annotations: {emulator.ota-lite.io/%s}}
                spec: {restartPolicy: Never, containers: [{name: main, image: app}]}
            """.formatted(annotation);
    }

    private List<String> podNames() {
        return cluster.pods().stream()
                .map((ObjectNode pod) -> Metadata.name(pod))
                .toList();
    }

    private List<String> images() {
        return cluster.pods().stream()
                .map(pod -> pod.path("spec")
                        .path("containers")
                        .path(0)
                        .path("image")
                        .asText())
                .toList();
    }
}
