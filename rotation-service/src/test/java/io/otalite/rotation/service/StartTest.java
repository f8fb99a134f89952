package io.otalite.rotation.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.spi.CDI;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(NothingThere.class)
class StartTest {
    @TestHTTPResource
    URI main;

    @TestHTTPResource(value = "/q", management = true)
    URI management;

    @Test
    void withNothingAroundItTheServiceLivesAndSaysWhyItIsNotReadyAndThatItsGuardIsOff() throws Exception {
        // When
        var live = get("/health/live");
        var ready = get("/health/ready");
        var well = get("/health/well");
        var metrics = get("/metrics");

        // Then
        assertThat(live).contains("\"status\": \"UP\"").doesNotContain("DOWN");
        assertThat(ready).contains("\"status\": \"DOWN\"").contains("the cluster has not said yet which kinds it has");
        assertThat(well)
                .contains("\"status\": \"UP\"")
                .doesNotContain("DOWN")
                .contains("neither a certificate nor a key");
        assertThat(metrics)
                .contains("ota_workloads{verdict=\"ok\"}", "ota_findings_open{cause=\"object_missing\"}", "ota_leader")
                .contains("ota_observation_age_seconds", "ota_guard_reviews_total{outcome=\"refused\"}")
                .contains("ota_schedules_problems");
    }

    /** What is written under a claim has come to an end before the claim has. */
    @Test
    void theClientOfTheClusterAsksOnceAndNotForLong() {
        // When
        var config = CDI.current().select(KubernetesClient.class).get().getConfiguration();

        // Then
        assertThat(config.getRequestRetryBackoffLimit()).isZero();
        assertThat(config.getConnectionTimeout() + config.getRequestTimeout()).isLessThanOrEqualTo(15_000);
    }

    /** A workload that is not seen yet would be missed. */
    @Test
    void beforeEverythingIsJudgedNothingIsRotated() throws Exception {
        // When
        var answer = send(HttpRequest.newBuilder(main.resolve("/v1/rotations"))
                .header("Authorization", "Bearer " + NothingThere.ADMIN_TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"secret": {"namespace": "shop", "name": "credential"}}""")));

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("not_judged_yet");
    }

    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create("http://" + management.getAuthority() + "/q" + path)))
                .body();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }
}
