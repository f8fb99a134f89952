package io.otalite.emulator.cluster.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.PlainAdmission;
import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.kubelet.KubeletSettings;
import io.otalite.emulator.cluster.objects.Admission;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.reconcile.Conditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final ObjectKey WEB = PlayedCluster.key(Kinds.DEPLOYMENT, "web");

    private final PlayedCluster cluster = new PlayedCluster();

    @Test
    void aDeploymentIsAvailableWhenItsPodsAre() {
        // When
        cluster.apply(deployment(3, "app:1", ""));

        // Then
        assertThat(counts()).isEqualTo("replicas 3, updated 3, ready 3, available 3, unavailable 0");
        assertThat(cluster.status(WEB).path("observedGeneration").asInt()).isEqualTo(1);
        assertThat(condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
        assertThat(condition("Available")).isEqualTo("True MinimumReplicasAvailable");
        assertThat(revision()).isEqualTo("1");
        assertThat(cluster.pods()).allSatisfy(pod -> {
            assertThat(PlayedCluster.shown(pod)).isEqualTo("Running");
            assertThat(Metadata.labels(pod)).containsKey("pod-template-hash");
            assertThat(Metadata.controller(pod).path("kind").asText()).isEqualTo("ReplicaSet");
        });
        assertThat(cluster.events())
                .anyMatch(text -> text.matches("ScalingReplicaSet: Scaled up replica set web-\\w+ from 0 to 3"))
                .anyMatch(text -> text.matches("SuccessfulCreate: Created pod: web-\\w+-\\w+"));
    }

    @Test
    void aRestartKeepsEveryReplicaAvailable() throws InterruptedException {
        // Given
        cluster.apply(deployment(3, "app:1", "strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}"));
        cluster.pass(5);
        var before = cluster.objects.version();

        // When
        restart();
        cluster.pass(60);

        // Then
        assertThat(counts()).isEqualTo("replicas 3, updated 3, ready 3, available 3, unavailable 0");
        assertThat(revision()).isEqualTo("2");
        var statuses = statuses(before);
        assertThat(statuses)
                .extracting(status -> status.path("availableReplicas").asInt())
                .allMatch(available -> available >= 3);
        assertThat(statuses)
                .extracting(status -> status.path("replicas").asInt())
                .allMatch(replicas -> replicas <= 4);
        assertThat(reasons(statuses))
                .containsExactly(
                        "NewReplicaSetAvailable",
                        "NewReplicaSetCreated",
                        "ReplicaSetUpdated",
                        "NewReplicaSetAvailable");
    }

    @Test
    void anUnknownImageLeavesTheOldPodAndMissesTheDeadline() throws InterruptedException {
        // Given
        cluster.apply(deployment(1, "app:1", "progressDeadlineSeconds: 60"));
        var old = Metadata.name(cluster.pod());
        var before = cluster.objects.version();

        // When
        cluster.apply(deployment(1, "missing:1", "progressDeadlineSeconds: 60"));
        cluster.pass(90);

        // Then
        assertThat(shownOf(before))
                .containsSubsequence("Pending", "ErrImagePull", "ImagePullBackOff", "ErrImagePull", "ImagePullBackOff");
        assertThat(reasons(statuses(before))).endsWith("ReplicaSetUpdated", "ProgressDeadlineExceeded");
        assertThat(condition("Available")).isEqualTo("True MinimumReplicasAvailable");
        assertThat(counts()).isEqualTo("replicas 2, updated 1, ready 1, available 1, unavailable 1");
        assertThat(cluster.pods())
                .filteredOn(pod -> Metadata.name(pod).equals(old))
                .singleElement()
                .satisfies(pod -> assertThat(PlayedCluster.shown(pod)).isEqualTo("Running"));
    }

    @Test
    void anUndoBringsTheOldReplicaSetBackAsTheNewestRevision() {
        // Given
        cluster.apply(deployment(1, "app:1", ""));
        var first = cluster.list(Kinds.REPLICA_SET).getFirst();
        cluster.apply(deployment(1, "missing:1", "progressDeadlineSeconds: 60"));
        cluster.pass(90);

        // When
        cluster.change(WEB, web -> {
            // As kubectl does it: the template of the ReplicaSet, its hash label left out or not.
            web.withObjectProperty("spec").set("template", first.path("spec").path("template"));
            return web;
        });
        cluster.pass(60);

        // Then
        assertThat(cluster.list(Kinds.REPLICA_SET)).hasSize(2);
        assertThat(revision()).isEqualTo("3");
        assertThat(Metadata.annotation(
                        cluster.get(PlayedCluster.key(Kinds.REPLICA_SET, Metadata.name(first))), REVISION))
                .contains("3");
        assertThat(condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
        assertThat(cluster.pods()).hasSize(1);
    }

    @Test
    void aCrashAfterItWasReadyDoesNotUndoTheCompletion() {
        // Given
        cluster.apply(deployment(1, "app:1", ""));

        // When
        cluster.apply(annotated("emulator.ota-lite.io/crash-after: 1s"));
        cluster.pass(100);

        // Then
        assertThat(condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
        assertThat(condition("Available")).isEqualTo("False MinimumReplicasUnavailable");
        assertThat(PlayedCluster.shown(cluster.pod())).isEqualTo("CrashLoopBackOff");
        assertThat(PlayedCluster.container(cluster.pod()).path("restartCount").asInt())
                .isGreaterThan(2);
    }

    @Test
    void minReadySecondsHoldTheOldPodUntilTheNewOneHasProvedItself() {
        // Given
        cluster.apply(deployment(1, "app:1", "minReadySeconds: 20"));
        cluster.pass(30);

        // When
        restart();
        cluster.pass(19);

        // Then
        assertThat(counts()).isEqualTo("replicas 2, updated 1, ready 2, available 1, unavailable 1");

        cluster.pass(1);
        assertThat(condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
    }

    @Test
    void minReadySecondsKeepACrashingPodFromEverCounting() {
        // Given
        cluster.apply(deployment(1, "app:1", "minReadySeconds: 20"));
        cluster.pass(30);

        // When
        cluster.apply(annotated(
                "emulator.ota-lite.io/crash-after: 5s", "minReadySeconds: 20", "progressDeadlineSeconds: 100"));
        cluster.pass(300);

        // Then
        assertThat(condition("Progressing")).isEqualTo("False ProgressDeadlineExceeded");
        assertThat(condition("Available")).isEqualTo("True MinimumReplicasAvailable");
    }

    @Test
    void aPausedDeploymentWaitsAndItsDeadlineToo() {
        // Given
        cluster.apply(deployment(1, "app:1", "paused: true"));
        assertThat(cluster.pods()).isEmpty();

        // When
        cluster.pass(1000);

        // Then
        assertThat(condition("Progressing")).isEqualTo("Unknown DeploymentPaused");

        cluster.apply(deployment(1, "app:1", "paused: false"));
        cluster.pass(1);
        assertThat(condition("Progressing")).isEqualTo("True NewReplicaSetAvailable");
    }

    @Test
    void recreateEndsAllOldPodsFirst() throws InterruptedException {
        // Given
        cluster.apply(annotated("emulator.ota-lite.io/stop-takes: 10s", "strategy: {type: Recreate}"));
        var before = cluster.objects.version();

        // When
        restart();
        cluster.pass(60);

        // Then
        assertThat(counts()).isEqualTo("replicas 1, updated 1, ready 1, available 1, unavailable 0");
        assertThat(podChanges(before))
                .startsWith(ObjectChange.Type.MODIFIED)
                .containsSubsequence(ObjectChange.Type.DELETED, ObjectChange.Type.ADDED);
    }

    @Test
    void onlyTheHistoryThatWasAskedForIsKept() {
        // Given
        cluster.apply(deployment(1, "app:0", "revisionHistoryLimit: 2"));

        // When
        for (var i = 1; i <= 5; i++) {
            cluster.apply(deployment(1, "app:" + i, "revisionHistoryLimit: 2"));
            cluster.pass(60);
        }

        // Then
        assertThat(cluster.list(Kinds.REPLICA_SET))
                .extracting(set -> Metadata.annotation(set, REVISION).orElseThrow())
                .containsExactlyInAnyOrder("4", "5", "6");
    }

    @Test
    void anotherSizeIsSharedAmongTheReplicaSetsOfARollout() {
        // Given: a rollout that is stuck half way
        cluster.apply(deployment(10, "app:1", ""));
        cluster.apply(deployment(10, "missing:1", ""));
        cluster.pass(60);
        var sizes = sizes();

        // When
        cluster.apply(deployment(20, "missing:1", ""));
        cluster.pass(60);

        // Then
        assertThat(sizes).containsExactlyInAnyOrder(8, 5);
        assertThat(sizes()).containsExactlyInAnyOrder(15, 10);
    }

    @Test
    void aRefusedPodIsSaidAndTriedAgain() {
        // Given
        var refuses = new AtomicBoolean(true);
        Admission plain = new PlainAdmission();
        var strict = new PlayedCluster(
                (key, part, old, wanted, lookup) -> {
                    if (refuses.get() && key.kind().equals(Kinds.POD)) {
                        throw Refusal.forbidden(key, "exceeded quota: pods");
                    }
                    return plain.admit(key, part, old, wanted, lookup);
                },
                KubeletSettings.defaults());

        // When
        strict.apply(deployment(1, "app:1", ""));
        strict.pass(10);

        // Then
        var failure = Conditions.find(strict.status(WEB), "ReplicaFailure");
        assertThat(failure.path("status").asText()).isEqualTo("True");
        assertThat(failure.path("reason").asText()).isEqualTo("FailedCreate");
        assertThat(failure.path("message").asText()).matches("pods \"web-\\w+-\" is forbidden: exceeded quota: pods");
        assertThat(strict.list(Kinds.EVENT))
                .filteredOn(event -> event.path("reason").asText().equals("FailedCreate"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("count").asInt()).isGreaterThan(3));

        refuses.set(false);
        strict.pass(60);
        assertThat(Conditions.find(strict.status(WEB), "ReplicaFailure").isMissingNode())
                .isTrue();
        assertThat(Conditions.isTrue(strict.status(WEB), "Available")).isTrue();
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
                spec:
                  containers:
                    - name: main
                      image: "%s"
                      readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}
            %s
            """.formatted(replicas, image, extra.indent(2));
    }

    private static String annotated(String annotation, String... extra) {
        return deployment(1, "app:1", String.join("\n", extra))
                .replace("annotations: {}", "annotations: {" + annotation.replace(": ", ": \"") + "\"}");
    }

    private void restart() {
        cluster.change(WEB, web -> {
            web.withObjectProperty("spec")
                    .withObjectProperty("template")
                    .withObjectProperty("metadata")
                    .withObjectProperty("annotations")
                    .put(
                            "kubectl.kubernetes.io/restartedAt",
                            cluster.clock.instant().toString());
            return web;
        });
    }

    private String counts() {
        var status = cluster.status(WEB);
        return "replicas %d, updated %d, ready %d, available %d, unavailable %d"
                .formatted(
                        status.path("replicas").asInt(),
                        status.path("updatedReplicas").asInt(),
                        status.path("readyReplicas").asInt(),
                        status.path("availableReplicas").asInt(),
                        status.path("unavailableReplicas").asInt());
    }

    private String condition(String type) {
        var condition = Conditions.find(cluster.status(WEB), type);
        return condition.path("status").asText() + " "
                + condition.path("reason").asText();
    }

    private String revision() {
        return Metadata.annotation(cluster.get(WEB), REVISION).orElse("");
    }

    private List<Integer> sizes() {
        return cluster.list(Kinds.REPLICA_SET).stream()
                .map(set -> set.path("spec").path("replicas").asInt())
                .toList();
    }

    private List<ObjectChange> changes(ObjectKey key, long since) throws InterruptedException {
        var result = new ArrayList<ObjectChange>();
        try (var watch = cluster.objects.watch(
                changed -> key.name().isEmpty() ? changed.kind().equals(key.kind()) : changed.equals(key), since)) {
            while (watch.hasNext()) {
                result.add(watch.next(Duration.ZERO).orElseThrow());
            }
        }
        return result;
    }

    /** What a reader of the Deployment saw, one after the other. */
    private List<ObjectNode> statuses(long since) throws InterruptedException {
        return changes(WEB, since).stream()
                .map(change -> (ObjectNode) change.object().path("status"))
                .toList();
    }

    private static List<String> reasons(List<ObjectNode> statuses) {
        var result = new ArrayList<String>();
        for (var status : statuses) {
            var reason = Conditions.find(status, "Progressing").path("reason").asText();
            if (result.isEmpty() || !result.getLast().equals(reason)) {
                result.add(reason);
            }
        }
        return result;
    }

    /** What the new pods showed, one after the other. */
    private List<String> shownOf(long since) throws InterruptedException {
        return changes(new ObjectKey(Kinds.POD, PlayedCluster.NAMESPACE, ""), since).stream()
                .map(change -> PlayedCluster.shown(change.object()))
                .toList();
    }

    private List<ObjectChange.Type> podChanges(long since) throws InterruptedException {
        return changes(new ObjectKey(Kinds.POD, PlayedCluster.NAMESPACE, ""), since).stream()
                .map(ObjectChange::type)
                .toList();
    }
}
