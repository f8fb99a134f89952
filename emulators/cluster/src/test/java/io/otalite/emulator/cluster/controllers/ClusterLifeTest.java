package io.otalite.emulator.cluster.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Write;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What belongs together, and how it ends. */
class ClusterLifeTest {
    private static final ObjectKey NAMESPACE = ObjectKey.inCluster(Kinds.NAMESPACE, PlayedCluster.NAMESPACE);

    private final PlayedCluster cluster = new PlayedCluster();

    @Test
    void whatADeploymentOwnsGoesAfterIt() {
        // Given
        var web = cluster.apply(deployment(2));

        // When
        cluster.delete(web);
        cluster.pass(1);

        // Then
        assertThat(cluster.list(Kinds.REPLICA_SET)).isEmpty();
        assertThat(cluster.pods()).isEmpty();
    }

    @Test
    void inTheForegroundADeploymentWaitsForItsPods() {
        // Given
        var web = cluster.apply(
                deployment(2).replace("annotations: {}", "annotations: {emulator.ota-lite.io/stop-takes: 5s}"));

        // When
        cluster.delete(web, "foregroundDeletion");
        cluster.pass(4);

        // Then
        assertThat(cluster.objects.get(web)).isPresent();
        assertThat(cluster.pods()).hasSize(2).allMatch(Metadata::isDeleted);

        cluster.pass(1);
        assertThat(cluster.objects.get(web)).isEmpty();
        assertThat(cluster.list(Kinds.REPLICA_SET)).isEmpty();
    }

    @Test
    void orphansStayAndAreAdoptedByTheNextOwner() {
        // Given
        var web = cluster.apply(deployment(1));
        var pod = Metadata.uid(cluster.pod());

        // When
        cluster.delete(web, "orphan");

        // Then
        assertThat(cluster.objects.get(web)).isEmpty();
        assertThat(cluster.list(Kinds.REPLICA_SET))
                .singleElement()
                .satisfies(set ->
                        assertThat(Metadata.controller(set).isMissingNode()).isTrue());

        cluster.apply(deployment(1));
        cluster.pass(1);
        assertThat(Metadata.uid(cluster.pod())).isEqualTo(pod);
        assertThat(cluster.list(Kinds.REPLICA_SET)).hasSize(1);
    }

    @Test
    void anObjectWhoseOwnerNeverWasIsDeleted() {
        // When
        cluster.apply("""
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: c
              ownerReferences: [{apiVersion: v1, kind: Secret, name: s, uid: gone}]
            """);

        // Then
        assertThat(cluster.objects.get(PlayedCluster.key(Kinds.CONFIG_MAP, "c")))
                .isEmpty();
    }

    @Test
    void anOwnerOfAKindThatIsNotOfferedOrNotWatchedIsNoOwnerThatIsGone() {
        // Given
        var lease = cluster.apply("{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: l}}");
        var owners = List.of(
                "{apiVersion: example.org/v1, kind: Widget, name: w, uid: w}",
                "{apiVersion: coordination.k8s.io/v1, kind: Lease, name: l, uid: %s}"
                        .formatted(Metadata.uid(cluster.get(lease))));

        // When
        owners.forEach(
                owner -> cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: c%d, ownerReferences: [%s]}}"
                        .formatted(owners.indexOf(owner), owner)));

        // Then
        assertThat(cluster.objects.get(PlayedCluster.key(Kinds.CONFIG_MAP, "c0")))
                .isPresent();
        assertThat(cluster.objects.get(PlayedCluster.key(Kinds.CONFIG_MAP, "c1")))
                .isPresent();

        cluster.delete(lease);
        cluster.change(PlayedCluster.key(Kinds.CONFIG_MAP, "c1"), object -> object.put("touched", "x"));
        assertThat(cluster.objects.get(PlayedCluster.key(Kinds.CONFIG_MAP, "c1")))
                .isEmpty();
    }

    @Test
    void everyNamespaceHasAServiceAccountAndTheCertificate() {
        assertThat(cluster.objects.get(PlayedCluster.key(Kinds.SERVICE_ACCOUNT, "default")))
                .isPresent();
        assertThat(cluster.get(PlayedCluster.key(Kinds.CONFIG_MAP, "kube-root-ca.crt"))
                        .path("data")
                        .path("ca.crt")
                        .asText())
                .isEqualTo("PEM");

        cluster.delete(PlayedCluster.key(Kinds.SERVICE_ACCOUNT, "default"));
        assertThat(cluster.objects.get(PlayedCluster.key(Kinds.SERVICE_ACCOUNT, "default")))
                .isPresent();
    }

    @Test
    void aNamespaceGoesWhenItsContentIsGone() {
        // Given
        cluster.apply(deployment(1).replace("annotations: {}", "annotations: {emulator.ota-lite.io/stop-takes: 5s}"));

        // When
        cluster.objects.delete(NAMESPACE, _ -> {}, 0, List.of(), Write.FOR_REAL);
        cluster.pass(4);

        // Then
        assertThat(cluster.get(NAMESPACE).path("status").path("phase").asText()).isEqualTo("Terminating");
        assertThat(cluster.pods()).hasSize(1);

        cluster.pass(1);
        assertThat(cluster.objects.get(NAMESPACE)).isEmpty();
        assertThat(cluster.list(Kinds.SERVICE_ACCOUNT)).isEmpty();
    }

    @Test
    void aServiceShowsTheReadyPodsWithTheirPorts() {
        // Given
        cluster.apply("""
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: web}]}
            """);

        // When
        cluster.apply(deployment(2).replace("annotations: {}", "annotations: {emulator.ota-lite.io/ready-after: 5s}"));
        var before = endpoints();
        cluster.pass(10);

        // Then
        assertThat(before).hasSize(2).noneMatch(endpoint -> isReady(endpoint));
        assertThat(endpoints()).hasSize(2).allMatch(endpoint -> isReady(endpoint));
        var slice = cluster.list(Kinds.ENDPOINT_SLICE).getFirst();
        assertThat(slice.path("ports").path(0).path("port").asInt()).isEqualTo(8080);
        assertThat(slice.path("metadata")
                        .path("labels")
                        .path("kubernetes.io/service-name")
                        .asText())
                .isEqualTo("web");
    }

    @Test
    void aPodThatIsBeingDeletedIsNoReadyEndpoint() {
        // Given
        cluster.apply(
                "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port:"
                        + " 80}]}}");
        cluster.apply(deployment(1).replace("annotations: {}", "annotations: {emulator.ota-lite.io/stop-takes: 5s}"));
        cluster.pass(10);

        // When
        cluster.delete(PlayedCluster.key(Kinds.POD, Metadata.name(cluster.pod())));

        // Then
        assertThat(endpoints())
                .filteredOn(endpoint ->
                        endpoint.path("conditions").path("terminating").asBoolean())
                .singleElement()
                .matches(endpoint -> !isReady(endpoint)
                        && endpoint.path("conditions").path("serving").asBoolean());
    }

    @Test
    void aDisruptionBudgetCountsWhatMayGo() {
        // Given
        var budget = cluster.apply("""
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: web}
            spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
            """);

        // When
        cluster.apply(deployment(3));
        cluster.pass(10);

        // Then
        var status = cluster.status(budget);
        assertThat(status.path("expectedPods").asInt()).isEqualTo(3);
        assertThat(status.path("currentHealthy").asInt()).isEqualTo(3);
        assertThat(status.path("disruptionsAllowed").asInt()).isEqualTo(1);
    }

    private List<JsonNode> endpoints() {
        return cluster.list(Kinds.ENDPOINT_SLICE).stream()
                .flatMap(slice -> slice.path("endpoints").valueStream())
                .toList();
    }

    private static boolean isReady(JsonNode endpoint) {
        return endpoint.path("conditions").path("ready").asBoolean();
    }

    private static String deployment(int replicas) {
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
                      image: app
                      ports: [{name: web, containerPort: 8080}]
                      readinessProbe: {tcpSocket: {port: web}, periodSeconds: 1}
            """.formatted(replicas);
    }
}
