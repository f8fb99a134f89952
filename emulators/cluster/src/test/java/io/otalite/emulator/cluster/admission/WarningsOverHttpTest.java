package io.otalite.emulator.cluster.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.RunningCluster;
import io.otalite.emulator.cluster.RunningCluster.Reply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a webhook has to say reaches the client with every verb (RFC 7234 5.5, code 299). */
class WarningsOverHttpTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String CAREFUL = "299 - \"careful\"";

    @TempDir
    Path home;

    private RunningCluster cluster;
    private WebhookServer webhook;

    @BeforeEach
    void start() {
        cluster = RunningCluster.start(home);
        webhook = new WebhookServer(
                "127.0.0.1",
                review -> Yaml.object(
                                """
                        kind: AdmissionReview
                        apiVersion: admission.k8s.io/v1
                        response: {uid: %s, allowed: true, warnings: [careful]}
                        """.formatted(review.path("request").path("uid").asText()))
                        .toString());
        cluster.post(
                "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
                Yaml.object("""
                        metadata: {name: checks}
                        webhooks:
                        - name: check.shop.example
                          admissionReviewVersions: [v1]
                          sideEffects: None
                          clientConfig: {url: '%s', caBundle: %s}
                          rules: [{operations: ['*'], apiGroups: [''], apiVersions: [v1], resources: [configmaps]}]
                        """.formatted(webhook.url(), webhook.caBundle())).toString());
    }

    @AfterEach
    void stop() {
        webhook.close();
        cluster.close();
    }

    @Test
    void aCreationAChangeAndADeletionAreWarnedOf() {
        // When
        var created = cluster.post(MAPS, "{\"metadata\":{\"name\":\"one\"},\"data\":{\"a\":\"b\"}}");
        var changed = cluster.patch(MAPS + "/one", "application/merge-patch+json", "{\"data\":{\"a\":\"c\"}}");
        var deleted = cluster.delete(MAPS + "/one", "");

        // Then
        assertThat(List.of(created, changed, deleted))
                .allSatisfy(reply -> assertThat(warnings(reply)).containsExactly(CAREFUL));
        var deletion = webhook.reviews().getLast().path("request");
        assertThat(deletion.path("operation").asText()).isEqualTo("DELETE");
        assertThat(deletion.path("object").isNull()).isTrue();
        assertThat(deletion.at("/oldObject/data/a").asText()).isEqualTo("c");
    }

    @Test
    void aDeletionOfManyIsWarnedOfForEach() {
        // Given
        cluster.post(MAPS, "{\"metadata\":{\"name\":\"one\",\"labels\":{\"many\":\"yes\"}}}");
        cluster.post(MAPS, "{\"metadata\":{\"name\":\"two\",\"labels\":{\"many\":\"yes\"}}}");

        // When
        var deleted = cluster.delete(MAPS + "?labelSelector=many%3Dyes", "");

        // Then
        assertThat(warnings(deleted)).containsExactly(CAREFUL, CAREFUL);
    }

    private static List<String> warnings(Reply reply) {
        return reply.response().headers().allValues("Warning");
    }
}
