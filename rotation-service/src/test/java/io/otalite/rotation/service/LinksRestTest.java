package io.otalite.rotation.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links over REST, from each end. */
@QuarkusTest
@WithTestResource(ClusterAndGoogle.class)
class LinksRestTest extends RestCalls {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/links/workloads/shop/Deployment/web",
                "/v1/links/secrets/shop/credential",
                "/v1/links/keys/{key}",
                "/v1/links/accounts/{account}",
                "/v1/links/objects/shop/Secret/credential"
            })
    void theChainIsFoundFromEachEnd(String end) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            // When
            var list = json(end.replace("{key}", around.keyId()).replace("{account}", ClusterAndGoogle.BACKUP));

            // Then
            assertThat(links(list))
                    .contains(
                            "shop/web env_from shop/credential",
                            "shop/credential google_key %s/%s".formatted(ClusterAndGoogle.BACKUP, around.keyId()),
                            "%s/%s google_account %s/%s"
                                    .formatted(
                                            ClusterAndGoogle.BACKUP,
                                            around.keyId(),
                                            ClusterAndGoogle.PROJECT,
                                            ClusterAndGoogle.BACKUP))
                    .noneMatch(link -> link.contains("blocked"));
            assertThat(list.has("observed")).isTrue();
        });
    }

    @Test
    void anImageTellsWhoRunsIt() {
        // When
        var list = json("/v1/links/images/registry.test/web:1");

        // Then
        assertThat(links(list))
                .contains("shop/web image /registry.test/web:1", "shop/blocked image /registry.test/web:1");
    }

    @Test
    void linksComeInPages() {
        // Given
        var whole = links(json("/v1/links/workloads/shop/Deployment/web"));
        var parts = new ArrayList<String>();
        var token = "";

        // When
        do {
            var page = json("/v1/links/workloads/shop/Deployment/web?page_size=2&page_token=" + token);
            parts.addAll(links(page));
            token = page.path("next_page_token").asText();
        } while (!token.isEmpty());

        // Then
        assertThat(whole).hasSizeGreaterThan(2);
        assertThat(parts).isEqualTo(whole);
    }

    @Test
    void theGraphOfANamespaceHasItsNodesAndEdges() {
        // When
        var graph = json("/v1/links/graph?namespace=bank");

        // Then
        var nodes = new ArrayList<String>();
        graph.path("nodes").forEach(node -> nodes.add(name(node)));
        assertThat(nodes).contains("bank/blocked", "bank/vault").doesNotContain("shop/web");
        assertThat(graph.path("edges").size()).isPositive();
        assertThat(graph.has("observed")).isTrue();
    }

    @Test
    void theGraphIsDrawn() {
        // When
        var picture = get("/v1/links/graph.mmd?namespace=bank");

        // Then
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.body()).startsWith("flowchart LR").contains("Secret bank/vault");
    }

    @Test
    void aPictureThatHelpsNobodyIsRefused() {
        // Given
        var env = IntStream.range(0, 2_100)
                .mapToObj("{name: V%1$d, valueFrom: {secretKeyRef: {name: s%1$d, key: k}}}"::formatted)
                .collect(Collectors.joining(", "));
        around.cluster().create("""
                {apiVersion: v1, kind: Namespace, metadata: {name: crowd}}
                ---
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: crowd, namespace: crowd}
                spec:
                  suspend: true
                  schedule: "0 0 * * *"
                  jobTemplate:
                    spec:
                      template:
                        spec: {restartPolicy: Never, containers: [{name: c, image: "registry.test/crowd:1", env: [%s]}]}
                """.formatted(env));

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            var answer = get("/v1/links/graph.mmd?namespace=crowd");
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(tree(answer.body()).path("code").asText()).isEqualTo("picture_too_large");
        });
        around.cluster().admin().namespaces().withName("crowd").delete();
        around.cluster().admin().batch().v1().cronjobs().inNamespace("crowd").delete();
    }

    @Test
    void whatNobodyUsesIsAnOrphan() {
        // When
        var list = json("/v1/links/orphans");

        // Then
        var orphans = new ArrayList<String>();
        list.path("items").forEach(item -> orphans.add(item.path("kind").asText() + ' ' + name(item.path("object"))));
        assertThat(orphans).contains("SECRET_UNUSED shop/left-over").noneMatch(one -> one.endsWith("shop/credential"));
        assertThat(list.has("observed")).isTrue();
    }

    @Test
    void whoHoldsAKeyIsWrittenOnBothSides() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var secret = around.cluster()
                    .admin()
                    .secrets()
                    .inNamespace("shop")
                    .withName("credential")
                    .get();
            assertThat(secret.getMetadata().getAnnotations())
                    .containsEntry("rotation.ota-lite.io/key-id", around.keyId());
            var account = tree(send(request(URI.create("%s/v1/projects/%s/serviceAccounts/%s"
                                    .formatted(
                                            around.google().uri(), ClusterAndGoogle.PROJECT, ClusterAndGoogle.BACKUP)))
                            .GET())
                    .body());
            assertThat(account.path("description").asText()).isEqualTo("[ota-lite: held by shop/credential]");
        });
    }
}
