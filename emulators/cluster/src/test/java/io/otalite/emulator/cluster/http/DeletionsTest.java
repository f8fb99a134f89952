package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.RunningCluster;
import io.otalite.emulator.cluster.RunningCluster.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionsTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PODS = "/api/v1/namespaces/default/pods";

    @TempDir
    static Path home;

    private static RunningCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RunningCluster.start(home);
        cluster.post("/api/v1/namespaces/default/serviceaccounts", "{\"metadata\":{\"name\":\"default\"}}");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a | {\"propagationPolicy\":\"Foreground\"} | foregroundDeletion",
                "b | {\"propagationPolicy\":\"Orphan\"}     | orphan",
                "c | {\"orphanDependents\":true}            | orphan",
            })
    void thePolicyBecomesAFinalizerForTheGarbageCollector(String name, String options, String finalizer) {
        // Given
        create(name);

        // When
        var reply = cluster.delete(MAPS + "/" + name, options);

        // Then
        assertThat(reply.body().path("kind").asText()).isEqualTo("ConfigMap");
        var metadata = reply.body().path("metadata");
        assertThat(metadata.path("finalizers").path(0).asText()).isEqualTo(finalizer);
        assertThat(metadata.path("deletionTimestamp").asText()).isNotEmpty();
    }

    @Test
    void thePolicyMayStandInTheQuery() {
        // Given
        create("queried");

        // When
        var reply = cluster.delete(MAPS + "/queried?propagationPolicy=Orphan", "");

        // Then
        assertThat(reply.body().path("metadata").path("finalizers").path(0).asText())
                .isEqualTo("orphan");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"preconditions\":{\"uid\":\"other\"}}         | 409",
                "{\"preconditions\":{\"resourceVersion\":\"1\"}} | 409",
                "{\"propagationPolicy\":\"Sideways\"}            | 400",
                "{\"gracePeriodSeconds\":-1}                     | 400",
                "{\"dryRun\":[\"All\"]}                          | 200",
            })
    void whatIsNotMeantStays(String options, int status) {
        // Given
        create("kept");

        // When
        var reply = cluster.delete(MAPS + "/kept", options);

        // Then
        assertThat(reply.status()).isEqualTo(status);
        assertThat(cluster.get(MAPS + "/kept").status()).isEqualTo(200);
    }

    @Test
    void aPodThatRunsNowhereIsGoneAtOnce() {
        // Given
        pod("unbound", "\"schedulerName\":\"nobody\",");

        // When
        var reply = cluster.delete(PODS + "/unbound", "");

        // Then
        assertThat(reply.body().path("kind").asText()).isEqualTo("Pod");
        assertThat(cluster.get(PODS + "/unbound").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p1 |                             | 7",
                "p2 | {\"gracePeriodSeconds\":3}  | 3",
                "p3 | {\"gracePeriodSeconds\":90} | 90",
            })
    void aBoundPodIsGivenTimeToEnd(String name, String options, int grace) {
        // Given
        pod(name, "\"nodeName\":\"node\",\"terminationGracePeriodSeconds\":7,");

        // When
        cluster.delete(PODS + "/" + name, options == null ? "" : options);

        // Then
        var metadata = cluster.get(PODS + "/" + name).body().path("metadata");
        assertThat(metadata.path("deletionGracePeriodSeconds").asInt()).isEqualTo(grace);
        assertThat(cluster.delete(PODS + "/" + name, "{\"gracePeriodSeconds\":0}")
                        .status())
                .isEqualTo(200);
        assertThat(cluster.get(PODS + "/" + name).status()).isEqualTo(404);
    }

    @Test
    void aCollectionIsDeletedAsFarAsItIsSelected() {
        // Given
        create("one");
        cluster.post(MAPS, "{\"metadata\":{\"name\":\"two\",\"labels\":{\"batch\":\"x\"}}}");
        cluster.post(MAPS, "{\"metadata\":{\"name\":\"three\",\"labels\":{\"batch\":\"x\"}}}");

        // When
        Reply reply = cluster.delete(MAPS + "?labelSelector=batch%3Dx", "");

        // Then
        assertThat(reply.body().path("kind").asText()).isEqualTo("ConfigMapList");
        assertThat(reply.body().path("items")).hasSize(2);
        assertThat(cluster.get(MAPS + "/one").status()).isEqualTo(200);
        assertThat(cluster.get(MAPS + "/two").status()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "/api/v1/configmaps,             405",
        "/api/v1/namespaces,             405",
        "/api/v1/namespaces/default,     403",
        "/api/v1/namespaces/kube-system, 403",
    })
    void whatWouldEmptyTheClusterIsRefused(String path, int status) {
        // When
        var reply = cluster.delete(path, "");

        // Then
        assertThat(reply.status()).isEqualTo(status);
        var namespace = cluster.get("/api/v1/namespaces/default").body();
        assertThat(namespace.path("metadata").has("deletionTimestamp")).isFalse();
    }

    private static void create(String name) {
        cluster.post(MAPS, "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
    }

    private static void pod(String name, String spec) {
        cluster.post(
                PODS,
                "{\"metadata\":{\"name\":\"%s\"},\"spec\":{%s\"containers\":[{\"name\":\"main\",\"image\":\"x\"}]}}"
                        .formatted(name, spec));
    }
}
