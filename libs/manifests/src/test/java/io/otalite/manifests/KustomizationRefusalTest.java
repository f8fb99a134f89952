package io.otalite.manifests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not supported is refused by its name; nothing in a kustomization is passed over. */
class KustomizationRefusalTest {
    private static final String OBJECT = "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}";

    @TempDir
    private Path surroundings;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namePrefix: a-",
                "nameSuffix: -a",
                "commonLabels: {a: b}",
                "patchesStrategicMerge: [a.yaml]",
                "patchesJson6902: []",
                "replacements: []",
                "vars: []",
                "helmCharts: []",
                "transformers: [a]",
                "generators: [a]",
                "validators: [a]",
                "crds: [a]",
                "configurations: [a]",
                "openapi: {path: a}",
                "bases: [a]",
                "sortOptions: {order: fifo}",
                "buildMetadata: [originAnnotations]",
                "invented: true"
            })
    void aFieldThatIsNotSupportedIsRefusedWithAdvice(String line) throws IOException {
        // Given
        write("kustomization.yaml", line);

        // When
        var reading = assertThatThrownBy(() -> Manifests.read(folder()));

        // Then
        reading.isInstanceOf(ManifestException.class)
                .hasMessageContaining("the field %s is not supported here", line.substring(0, line.indexOf(':')))
                .hasMessageContaining("kubectl kustomize DIR");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            resources: [nothing.yaml]                                     | there is no nothing.yaml
            resources: ['https://example.com/base?ref=v1']                | is not a local path
            resources: ['git@example.com:base']                           | is not a local path
            resources: [/etc/hosts]                                       | is absolute
            resources: [../outside.yaml]                                  | is not in or below the folder
            resources: [link.yaml]                                        | is not in or below the folder
            resources: [.]                                                | is a resource of itself
            resources: [plain]                                            | there is no kustomization.yaml in it
            resources: c.yaml                                             | the field resources must be a list
            resources: [c.yaml, c.yaml]                                   | document 1) is there already
            components: [base]                                            | is no Component
            namespace: [a]                                                | the field namespace must be text
            commonAnnotations: {a: 1}                                     | put 1 into quotes
            labels: [{pairs: {a: b}, fields: [{path: a}]}]                | labels[0]: the field fields is not supported
            labels: [{pairs: {a: b}, includeSelectors: 'yes'}]            | must be true or false
            images: [{name: a, tagSuffix: b}]                             | the field tagSuffix is not supported
            images: [{newTag: b}]                                         | the field name must be there
            replicas: [{name: nobody, count: 1}]                          | with the name nobody
            replicas: [{name: c, count: -1}]                              | must be a whole number
            configMapGenerator: [{name: g}]                               | disableNameSuffixHash: true
            configMapGenerator: [{name: g, behavior: merge, options: {disableNameSuffixHash: true}}] | the field behavior
            configMapGenerator: [{name: g, options: {disableNameSuffixHash: true, labels: {a: b}}}]  | the field labels
            configMapGenerator: [{name: g, literals: [a], options: {disableNameSuffixHash: true}}]   | is not KEY=VALUE
            configMapGenerator: [{name: g, literals: [a=b, a=c], options: {disableNameSuffixHash: true}}] | is twice in g
            configMapGenerator: [{name: g, literals: [a b=c], options: {disableNameSuffixHash: true}}] | is no key
            secretGenerator: [{name: g, files: [../outside.yaml], options: {disableNameSuffixHash: true}}] | not in or below
            generatorOptions: {disableNameSuffixHash: true, immutable: true} | the field immutable is not supported
            patches: [{target: {kind: ConfigMap}}]                        | needs either patch or path
            patches: [{patch: '[]'}]                                      | needs a target
            patches: [{patch: '{kind: ConfigMap}'}]                       | needs kind and metadata.name
            patches: [{patch: text}]                                      | neither a map nor a list
            patches: [{patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: d}}'}] | of which there are 0
            patches: [{patch: '[]', target: {kind: Secret}}]              | the target matches no object
            patches: [{patch: '[]', target: {kind: '('}}]                 | is not a regular expression
            patches: [{patch: '[]', target: {labelSelector: 'a=b=c'}}]    | is not a label selector
            patches: [{patch: '[]', target: {annotationSelector: a}}]     | the field annotationSelector
            patches: [{patch: '[]', target: {kind: ConfigMap}, options: {allowNameChange: true}}] | the field options
            patches: [{patch: '[{op: remove, path: /data/a}]', target: {kind: ConfigMap}}] | does not apply to ConfigMap "c"
            patches: [{patch: '{kind: A, metadata: {name: c}, $setElementOrder/a: []}', target: {kind: ConfigMap}}] | $setElementOrder/a
            patches: [{patch: '[{op: copy, from: /metadata, path: /data}]', target: {kind: ConfigMap}}] | the operation copy is not supported
            patches: [{patch: '[{op: replace, path: /metadata/name, value: d}]', target: {kind: ConfigMap}}] | must stay ConfigMap "c"
            patches: [{patch: '[{op: replace, path: /metadata, value: d}]', target: {kind: ConfigMap}}] | must stay ConfigMap "c"
            patches: [{patch: '{kind: A, metadata: {name: c, $patch: replace}}', target: {kind: ConfigMap}}] | must stay ConfigMap "c"
            patches: [{patch: '[a]', target: {kind: ConfigMap}}]          | is not a list of operations
            kind: Deployment                                              | must be Kustomization or Component
            kind: Component                                               | is a Component
            """)
    void aMistakeIsRefusedWithItsPlaceAndReason(String line, String reason) throws IOException {
        // Given
        write("c.yaml", OBJECT);
        write("base/kustomization.yaml", "resources: []");
        write("plain/c.yaml", OBJECT);
        write("../outside.yaml", OBJECT);
        Files.createSymbolicLink(folder().resolve("link.yaml"), Path.of("../outside.yaml"));
        var resources = line.startsWith("resources") ? "" : "\nresources: [c.yaml]";
        write("kustomization.yaml", line + resources);

        // When
        var reading = assertThatThrownBy(() -> Manifests.read(folder()));

        // Then
        reading.isInstanceOf(ManifestException.class)
                .hasMessageContaining("kustomization.yaml")
                .hasMessageContaining(reason);
    }

    @Test
    void twoKustomizationsInOneFolderAreRefused() throws IOException {
        // Given
        write("kustomization.yaml", "resources: []");
        write("kustomization.yml", "resources: []");

        // When
        var reading = assertThatThrownBy(() -> Manifests.read(folder()));

        // Then
        reading.isInstanceOf(ManifestException.class).hasMessageContaining("there are several kustomizations");
    }

    @Test
    void foldersThatNameEachOtherAreRefused() throws IOException {
        // Given
        write("a/kustomization.yaml", "resources: [../b]");
        write("b/kustomization.yaml", "resources: [../a]");

        // When
        var reading = assertThatThrownBy(() -> Manifests.read(folder().resolve("a")));

        // Then
        reading.isInstanceOf(ManifestException.class).hasMessageContaining("is a resource of itself");
    }

    @Test
    void foldersThatMultiplyAreEndedByTheBudget() throws IOException {
        // Given
        var levels = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n");
        for (var i = 0; i < levels.size() - 1; i++) {
            var next = "../" + levels.get(i + 1);
            write(levels.get(i) + "/kustomization.yaml", "resources: [%s, %s]".formatted(next, next));
        }
        write("n/kustomization.yaml", "resources: []");

        // When
        var reading = assertThatThrownBy(() -> Manifests.read(folder().resolve("a"), new ReadBudget(10_000)));

        // Then
        reading.isInstanceOf(ManifestException.class).hasMessageContaining("more than 10000 bytes in total");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commonAnnotations: {a: '%s'}",
                "labels: [{pairs: {a: '%s'}}]",
                "patches: [{target: {kind: ConfigMap}, patch: '[{op: add, path: /data, value: {a: %s}}]'}]",
                "patches: [{target: {kind: ConfigMap}, patch: '{kind: A, metadata: {name: a, labels: {a: %s}}}'}]"
            })
    void whatIsAddedToManyObjectsCountsForEach(String line) throws IOException {
        // Given
        write("kustomization.yaml", "resources: [many.yaml]\n" + line.formatted("x".repeat(1000)));
        var many = new StringBuilder();
        for (var i = 0; i < 100; i++) {
            many.append("---\n")
                    .append(OBJECT.replace("name: c", "name: c" + i))
                    .append('\n');
        }
        write("many.yaml", many.toString());

        // When
        var reading = assertThatThrownBy(() -> Manifests.read(folder(), new ReadBudget(50_000)));

        // Then
        reading.isInstanceOf(ManifestException.class).hasMessageContaining("more than 50000 bytes in total");
    }

    private Path folder() {
        return surroundings.resolve("folder");
    }

    private void write(String name, String content) throws IOException {
        var file = folder().resolve(name).normalize();
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
