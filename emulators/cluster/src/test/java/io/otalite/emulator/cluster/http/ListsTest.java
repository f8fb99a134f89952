package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.RunningCluster;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListsTest {
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";

    @TempDir
    static Path home;

    private static RunningCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RunningCluster.start(home);
        create("a", "\"app\":\"web\",\"tier\":\"front\"");
        create("b", "\"app\":\"web\"");
        create("c", "\"app\":\"db\"");
        create("d", "");
        cluster.post("/api/v1/namespaces/kube-system/secrets", "{\"metadata\":{\"name\":\"a\"}}");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "app=web              | a b",
                "app==web             | a b",
                "app!=web             | c d",
                "app in (web, db)     | a b c",
                "app notin (web,db)   | d",
                "app                  | a b c",
                "!app                 | d",
                "app=web,tier         | a",
                "app=web,!tier        | b",
                "app in (web),tier!=x | a b",
                "app=                 | ''",
                "app=none             | ''",
            })
    void aLabelSelectorChooses(String selector, String names) {
        assertThat(names(SECRETS + "?labelSelector=" + encode(selector))).isEqualTo(names);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name=a                          | a",
                "metadata.name!=a                         | b c d",
                "metadata.name=a,metadata.namespace=other | ''",
            })
    void aFieldSelectorChooses(String selector, String names) {
        assertThat(names(SECRETS + "?fieldSelector=" + encode(selector))).isEqualTo(names);
    }

    @Test
    void pagesFollowEachOtherInTheOrderOfKeysAndCarryOneVersion() {
        // Given
        var items = new ArrayList<String>();
        var versions = new ArrayList<String>();
        var next = "";

        // When
        do {
            var page = cluster.get("/api/v1/secrets?limit=2&continue=" + next).body();
            items.addAll(List.of(names(page).split(" ", -1)));
            versions.add(page.path("metadata").path("resourceVersion").asText());
            next = page.path("metadata").path("continue").asText("");
            create("later-" + items.size(), "");
        } while (!next.isEmpty() && items.size() < 20);

        // Then
        assertThat(items).startsWith("a", "b", "c", "d").endsWith("a").contains("later-2");
        assertThat(versions).hasSizeGreaterThan(2).allMatch(versions.getFirst()::equals);
    }

    @Test
    void aPageSaysHowManyAreLeftUnlessTheyAreSelected() {
        // When
        var all = cluster.get("/api/v1/namespaces?limit=1").body();
        var selected =
                cluster.get("/api/v1/namespaces?limit=1&labelSelector=%21x").body();

        // Then
        assertThat(all.path("metadata").path("remainingItemCount").asInt()).isEqualTo(1);
        assertThat(selected.path("metadata").has("remainingItemCount")).isFalse();
        assertThat(selected.path("metadata").path("continue").asText()).isNotEmpty();
    }

    @Test
    void aContinuationFromAnotherLifeIsExpired() {
        // Given
        var token = Base64.getUrlEncoder()
                .encodeToString(
                        "{\"version\":999999,\"namespace\":\"\",\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8));

        // When
        var reply = cluster.get(SECRETS + "?continue=" + token);

        // Then
        assertThat(reply.status()).isEqualTo(410);
        assertThat(reply.reason()).isEqualTo("Expired");
    }

    @Test
    void aListNamesItsKindAndVersion() {
        // When
        var list = cluster.get(SECRETS).body();

        // Then
        assertThat(list.path("kind").asText()).isEqualTo("SecretList");
        assertThat(list.path("apiVersion").asText()).isEqualTo("v1");
        assertThat(list.path("metadata").path("resourceVersion").asLong()).isPositive();
        assertThat(list.path("items").path(0).path("kind").asText()).isEqualTo("Secret");
    }

    private static void create(String name, String labels) {
        cluster.post(SECRETS, "{\"metadata\":{\"name\":\"%s\",\"labels\":{%s}}}".formatted(name, labels));
    }

    private static String names(String path) {
        return names(cluster.get(path).body()).replaceAll(" ?later-\\d+", "");
    }

    private static String names(JsonNode list) {
        return String.join(
                " ",
                list.path("items")
                        .valueStream()
                        .map(item -> item.path("metadata").path("name").asText())
                        .toList());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
