package io.otalite.rotation.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Audits over REST. */
@QuarkusTest
@WithTestResource(ClusterAndGoogle.class)
class AuditsRestTest extends RestCalls {
    private static String deployment(String secret) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: new}
                spec:
                  selector: {matchLabels: {app: new}}
                  template:
                    metadata: {labels: {app: new}}
                    spec: {containers: [{name: c, image: "registry.test/new:1", envFrom: [{secretRef: {name: %s}}]}]}
                """.formatted(secret);
    }

    @ParameterizedTest
    @CsvSource({"credential, WOULD_START, OK", "missing, WOULD_NOT_START, BLOCKED_START"})
    void manifestsAreJudgedAgainstTheCluster(String secret, String outcome, String verdict) {
        // When
        var answer = audit(deployment(secret));

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var report = tree(answer.body());
        assertThat(report.path("outcome").asText()).isEqualTo(outcome);
        assertThat(report.path("workloads")
                        .path(0)
                        .path("judgement")
                        .path("verdict")
                        .asText())
                .isEqualTo(verdict);
        assertThat(get("/v1/judgements/shop/Deployment/new").statusCode()).isEqualTo(404);
    }

    @Test
    void kindsOfWhichNothingIsKnownAreNamed() {
        // When
        var answer = audit("{apiVersion: acme.test/v1, kind: Widget, metadata: {name: w}, spec: {size: 3}}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(tree(answer.body()).path("unread").path(0).asText()).contains("Widget.acme.test shop/w");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: v1\nkind: [",
                "just a text",
                "a0: &a0 [x, x]\na1: &a1 [*a0, *a0]\na2: &a2 [*a1, *a1]\na3: [*a2, *a2]",
                "{apiVersion: ota-lite.io/v9, kind: Inventory, metadata: {name: i}}"
            })
    void whatIsNoManifestIsRefused(String body) {
        // When
        var answer = audit(body);

        // Then
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(tree(answer.body()).path("code").asText()).isEqualTo("unreadable_manifests");
    }

    @Test
    void aBodyOverTheLimitIsRefusedUnread() throws IOException {
        // When
        try (var socket = new Socket(main.getHost(), main.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("""
                    POST /v1/audits HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Type: application/yaml\r
                    Content-Length: 60000000\r
                    \r
                    """.formatted(ClusterAndGoogle.ADMIN_TOKEN).getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            // Then
            assertThat(answer).startsWith("HTTP/1.1 413").contains("content_too_large");
        }
    }

    @Test
    void withoutATokenNothingIsAudited() {
        // When
        var answer = send(HttpRequest.newBuilder(main.resolve("/v1/audits"))
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(deployment("credential"))));

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
    }
}
