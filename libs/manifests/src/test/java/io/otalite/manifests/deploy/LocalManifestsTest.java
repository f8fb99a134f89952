package io.otalite.manifests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalManifestsTest {
    static Stream<Rule> clusterRules() {
        return ClusterRules.all();
    }

    @ParameterizedTest
    @MethodSource("clusterRules")
    void whatHoldsBetweenObjectsInProductionHoldsHere(Rule rule) {
        // When
        var broken = rule.brokenBy(Cluster.of("local"));

        // Then
        assertThat(broken).as(rule.sentence()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "api-service, 'http=8080,management=9080'",
        "backup-service, 'http=8081,management=9081'",
        "rotation-service, 'http=8082,management=9082,guard=9443'"
    })
    void aServiceSaysOnWhichPortsOfThisMachineItListens(String name, String ports) {
        // When
        var service = Cluster.of("local").object("Service", name);

        // Then
        assertThat(service.at("/metadata/annotations/emulator.ota-lite.io~1local-port")
                        .asText())
                .isEqualTo(ports);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUARKUS_HTTP_HOST", "QUARKUS_MANAGEMENT_HOST"})
    void aPodBindsItsOwnAddressAndNothingElse(String variable) {
        // When
        var workloads = Cluster.of("local").workloads();

        // Then
        assertThat(workloads)
                .isNotEmpty()
                .extracting(workload -> workload.variable(variable).toString())
                .containsOnly("{\"name\":\"%s\",\"valueFrom\":{\"fieldRef\":{\"fieldPath\":\"status.podIP\"}}}"
                        .formatted(variable));
    }

    @Test
    void theGuardBindsThePodsAddressToo() {
        // When
        var host = Cluster.of("local").workload("rotation-service").variable("OTA_GUARD_HOST");

        // Then
        assertThat(host.at("/valueFrom/fieldRef/fieldPath").asText()).isEqualTo("status.podIP");
    }

    @Test
    void thereIsOnePodOfEachBuiltHere() {
        // When
        var workloads = Cluster.of("local").workloads().toList();

        // Then
        assertThat(workloads)
                .isNotEmpty()
                .allMatch(workload -> workload.spec().path("replicas").asInt() == 1)
                .allMatch(workload -> workload.spec().path("minReadySeconds").asInt() <= 5)
                .extracting(workload -> workload.container().path("image").asText())
                .containsExactlyInAnyOrder(
                        "ota-lite/api-service:local",
                        "ota-lite/backup-service:local",
                        "ota-lite/rotation-service:local");
    }
}
