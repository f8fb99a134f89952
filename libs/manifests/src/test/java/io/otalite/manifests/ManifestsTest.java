package io.otalite.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {
    private static final String OBJECT = "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}\n";

    @TempDir
    private Path folder;

    @Test
    void documentsAreCountedWithTheEmptyOnes() {
        // When
        var manifests = read("# comment only\n---\n---\n" + OBJECT.formatted("a") + "---\n" + OBJECT.formatted("b"));

        // Then
        assertThat(manifests)
                .extracting(manifest -> manifest.origin().toString())
                .containsExactly("stdin, document 2", "stdin, document 3");
    }

    @Test
    void listsWithinListsAreTakenApart() {
        // When
        var manifests = read("""
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: ConfigMapList, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}]}
                - {apiVersion: v1, kind: ConfigMap, metadata: {generateName: b-}}
                """);

        // Then
        assertThat(manifests).hasSize(2).allMatch(manifest -> manifest.origin().document() == 1);
    }

    @Test
    void aFolderIsReadByNameAndNotBelow() throws IOException {
        // Given
        Files.writeString(folder.resolve("b.yml"), OBJECT.formatted("b"));
        Files.writeString(
                folder.resolve("a.json"), "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}");
        Files.writeString(folder.resolve("c.yaml"), "\uFEFF" + OBJECT.formatted("c"));
        Files.writeString(folder.resolve("notes.txt"), "no manifest");
        Files.createDirectory(folder.resolve("below"));
        Files.writeString(folder.resolve("below/d.yaml"), OBJECT.formatted("d"));

        // When
        var manifests = Manifests.read(folder);

        // Then
        assertThat(names(manifests)).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            apiVersion: v1                                       | stdin, document 1: this is not a Kubernetes object: it has no kind
            {kind: A, metadata: {name: a}}                       | it has no apiVersion
            {apiVersion: 1, kind: A, metadata: {name: a}}        | it has no apiVersion (a text)
            {apiVersion: v1, kind: A, metadata: {}}              | the A has no metadata.name
            {apiVersion: v1, kind: A, metadata: {name: 1}}       | the A has no metadata.name
            [a, b]                                               | expected a Kubernetes object, found: array
            text                                                 | expected a Kubernetes object, found: string
            {apiVersion: v1, kind: List, items: [a]}             | expected a Kubernetes object, found: string
            {apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization} | name its folder
            {a: b, a: c}                                         | stdin, line 1, column 8: the key "a" is there twice
            {a: &x {b: c}, d: *x}                                | line 1, column 19: the alias *x is not supported
            {<<: {a: b}}                                         | the merge key << is not supported
            {a: !!binary aGk=}                                   | the tag tag:yaml.org,2002:binary is not supported
            {a: !java.net.URL b}                                 | the tag !java.net.URL is not supported
            {a: !!map {}}                                        | the tag tag:yaml.org,2002:map is not supported
            {[a]: b}                                             | a key must be a text
            {a: b                                                | is not YAML
            '\tb: c'                                             | is not YAML
            {a: yes}                                             | readers differ on what yes without quotes is
            {a: Off}                                             | readers differ
            {a: 1_000}                                           | readers differ
            {a: 089}                                             | readers differ
            {a: 0b11}                                            | readers differ
            {a: .inf}                                            | readers differ
            {a: .NaN}                                            | readers differ
            {a: 2026-01-01}                                      | readers differ
            {a: 2026-01-01T10:00:00Z}                            | readers differ
            {a: 1e9999}                                          | readers differ
            """)
    void whatIsNoManifestIsRefusedWithItsPlaceAndReason(String text, String reason) {
        // When
        var reading = assertThatThrownBy(() -> read(text.replace("\\t", "\t")));

        // Then
        reading.isInstanceOf(ManifestException.class)
                .hasMessageStartingWith("stdin")
                .hasMessageContaining(reason);
    }

    @Test
    void theDocumentThatIsWrongIsNamed() {
        // When
        var reading = assertThatThrownBy(() -> read(OBJECT.formatted("a") + "---\n{kind: B}\n"));

        // Then
        reading.isInstanceOfSatisfying(
                ManifestException.class, e -> assertThat(e.where()).isEqualTo("stdin, document 2"));
    }

    @Test
    void nestingHasAnEnd() {
        // When
        var reading = assertThatThrownBy(() -> read("[".repeat(100_000)));

        // Then
        reading.isInstanceOf(ManifestException.class).hasMessageContaining("nested deeper than 100 levels");
    }

    @Test
    void aBombOfAliasesIsRefusedAtItsFirstAlias() {
        // Given
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        // When
        var reading = assertThatThrownBy(() -> read(bomb.toString()));

        // Then
        reading.isInstanceOf(ManifestException.class).hasMessageContaining("line 2, column 10: the alias *a0");
    }

    @Test
    void aTextOfNothingButBracketsHasAnEnd() {
        // When
        var reading = assertThatThrownBy(() -> read("[" + "[],".repeat(2_000_001) + "]"));

        // Then
        reading.isInstanceOf(ManifestException.class).hasMessageContaining("more than 2000000 values");
    }

    @Test
    void moreThanTheBudgetIsRefusedOverAllFiles() throws IOException {
        // Given
        Files.writeString(folder.resolve("a.yaml"), OBJECT.formatted("a"));
        Files.writeString(folder.resolve("b.yaml"), OBJECT.formatted("b"));
        var oneAndAHalf = new ReadBudget(OBJECT.length() * 3L / 2);

        // When
        var reading = assertThatThrownBy(() -> Manifests.read(folder, oneAndAHalf));

        // Then
        reading.isInstanceOf(ManifestException.class)
                .hasMessageContaining("b.yaml: with this the manifests have more than")
                .hasMessageContaining("bytes in total");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        // When
        var reading = assertThatThrownBy(() ->
                Manifests.read(new ByteArrayInputStream(new byte[] {'a', (byte) 0xff}), "stdin"));

        // Then
        reading.isInstanceOf(ManifestException.class).hasMessageContaining("stdin: is not UTF-8");
    }

    @Test
    void aFileOrAFolderThatHoldsNothingIsRefused() {
        // When
        var empty = assertThatThrownBy(() -> Manifests.read(folder));
        var absent = assertThatThrownBy(() -> Manifests.read(folder.resolve("none.yaml")));

        // Then
        empty.isInstanceOf(ManifestException.class).hasMessageContaining("there is no kustomization and no .yaml");
        absent.isInstanceOf(ManifestException.class).hasMessageContaining("there is no such file");
    }

    private static List<Manifest> read(String text) {
        return Manifests.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "stdin");
    }

    private static List<String> names(List<Manifest> manifests) {
        return manifests.stream()
                .map(manifest -> manifest.object().path("metadata").path("name").asText())
                .toList();
    }
}
