package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.RunningCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds that nothing here acts on: whoever looks for references finds them as in a cluster that has their operators. */
class OfferedKindsTest {
    @TempDir
    static Path home;

    private static RunningCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RunningCluster.start(home);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource(delimiter = '|', textBlock = """
            api/v1                                  | persistentvolumes         | false | "spec": {"storageClassName": "x"}
            api/v1                                  | replicationcontrollers    | true  | "spec": {"replicas": 0}
            api/v1                                  | podtemplates              | true  | "template": {"spec": {"serviceAccountName": "x"}}
            apis/storage.k8s.io/v1                  | storageclasses            | false | "provisioner": "x"
            apis/storage.k8s.io/v1                  | csidrivers                | false | "spec": {"podInfoOnMount": true}
            apis/resource.k8s.io/v1                 | resourceclaims            | true  | "spec": {"devices": {"requests": [{"name": "x"}]}}
            apis/resource.k8s.io/v1                 | resourceclaimtemplates    | true  | "spec": {"spec": {"devices": {"requests": [{"name": "x"}]}}}
            apis/apiextensions.k8s.io/v1            | customresourcedefinitions | false | "spec": {"group": "x"}
            apis/external-secrets.io/v1             | externalsecrets           | true  | "spec": {"target": {"name": "x"}}
            apis/cert-manager.io/v1                 | certificates              | true  | "spec": {"secretName": "x"}
            apis/secrets-store.csi.x-k8s.io/v1      | secretproviderclasses     | true  | "spec": {"secretObjects": [{"secretName": "x"}]}
            apis/argoproj.io/v1alpha1               | rollouts                  | true  | "spec": {"workloadRef": {"name": "x"}}
            apis/gateway.networking.k8s.io/v1       | gateways                  | true  | "spec": {"gatewayClassName": "x"}
            """)
    void anObjectIsStoredListedAndWatchedAsItWasSaid(String group, String plural, boolean isNamespaced, String fields)
            throws IOException {
        // Given
        var all = "/" + group + "/" + plural;
        var collection = isNamespaced ? "/" + group + "/namespaces/default/" + plural : all;

        // When
        var created = cluster.post(
                collection + "?fieldValidation=Strict", "{\"metadata\": {\"name\": \"one\"}, %s}".formatted(fields));

        // Then
        assertThat(created.status()).as(created.message()).isEqualTo(201);
        assertThat(cluster.get(all).body().path("items").path(0).toString())
                .contains(fields.replace(" ", "").replaceFirst("\\}*$", ""));
        assertThat(firstOf(all)).contains("\"type\":\"ADDED\"", "\"name\":\"one\"");
    }

    @ParameterizedTest
    @CsvSource({"external-secrets.io/v1, externalsecrets", "cert-manager.io/v1, certificates"})
    void onlyTheOperatorSaysHowItIs(String group, String plural) {
        // Given
        var path = "/apis/%s/namespaces/default/%s".formatted(group, plural);
        cluster.post(path, "{\"metadata\": {\"name\": \"judged\"}, \"status\": {\"by\": \"author\"}}");

        // When
        var judged = cluster.patch(
                path + "/judged/status", "application/merge-patch+json", "{\"status\": {\"by\": \"operator\"}}");
        var changed = cluster.patch(
                path + "/judged",
                "application/merge-patch+json",
                "{\"spec\": {\"a\": 1}, \"status\": {\"by\": \"author\"}}");

        // Then
        assertThat(judged.body().at("/status/by").asText()).isEqualTo("operator");
        assertThat(changed.body().at("/status/by").asText()).isEqualTo("operator");
        assertThat(changed.body().at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void aGroupIsOfferedInItsOwnVersion() {
        // When
        var group = cluster.get("/apis/argoproj.io");

        // Then
        assertThat(group.body().at("/preferredVersion/groupVersion").asText()).isEqualTo("argoproj.io/v1alpha1");
        assertThat(cluster.get("/apis/argoproj.io/v1alpha1")
                        .body()
                        .at("/resources/0/name")
                        .asText())
                .isEqualTo("rollouts");
        assertThat(cluster.get("/apis/argoproj.io/v1").status()).isEqualTo(404);
    }

    private static String firstOf(String path) throws IOException {
        var events = cluster.stream(path + "?watch=true", _ -> {}).body();
        try (var lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            return lines.readLine();
        }
    }
}
