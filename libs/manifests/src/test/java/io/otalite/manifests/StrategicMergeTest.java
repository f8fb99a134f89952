package io.otalite.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {kind: Pod, a: {b: 1, c: 2}}               | {a: {b: null, d: 3}}                         | {kind: Pod, a: {c: 2, d: 3}}
            {kind: Pod, a: [1, 2]}                     | {a: [3]}                                     | {kind: Pod, a: [3]}
            {kind: Pod, a: {b: 1}}                     | {a: {$patch: replace, c: 2}}                 | {kind: Pod, a: {c: 2}}
            {kind: Pod, a: {b: 1}}                     | {a: {$patch: delete}}                        | {kind: Pod}
            {kind: Pod, env: [{name: x, value: "1"}]}  | {env: [{name: z}]}                           | {kind: Pod, env: [{name: z}, {name: x, value: "1"}]}
            {kind: Pod, env: [{name: x, value: "1"}]}  | {env: [{name: x, a: b}]}                     | {kind: Pod, env: [{name: x, value: "1", a: b}]}
            {kind: Pod, env: [{name: x}, {name: z}]}   | {env: [{name: x, $patch: delete}]}           | {kind: Pod, env: [{name: z}]}
            {kind: Pod, env: [{name: x}]}              | {env: [{$patch: replace}, {name: z}]}        | {kind: Pod, env: [{name: z}]}
            {kind: Pod}                                | {env: [{name: x, value: null}], a: {b: null}} | {kind: Pod, env: [{name: x}], a: {}}
            {kind: A, apiVersion: x.io/v1, env: [{name: x}]} | {env: [{name: z}]}                     | {kind: A, apiVersion: x.io/v1, env: [{name: z}]}
            {kind: Service, spec: {ports: [{port: 1}]}} | {spec: {ports: [{port: 1, protocol: UDP}]}} | {kind: Service, spec: {ports: [{port: 1, protocol: UDP}, {port: 1}]}}
            """)
    void aPatchMerges(String original, String patch, String expected) {
        // When
        var merged = StrategicMerge.merge(yaml(original), yaml(patch));

        // Then
        assertThat(merged).isEqualTo(yaml(expected));
    }

    @Test
    void neitherSideIsChanged() {
        // Given
        var original = yaml("{kind: Pod, env: [{name: x}]}");
        var patch = yaml("{env: [{name: x, value: \"1\"}], a: {b: []}}");

        // When
        StrategicMerge.merge(original, patch).withArray("/a/b").add(1);

        // Then
        assertThat(original).isEqualTo(yaml("{kind: Pod, env: [{name: x}]}"));
        assertThat(patch).isEqualTo(yaml("{env: [{name: x, value: \"1\"}], a: {b: []}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {a: {$patch: invent}}        | $patch must be replace, delete or merge
            {a: {$retainKeys: [b]}}      | the directive $retainKeys is not supported
            {env: [{value: b}]}          | an element of env has no name
            {env: [{$patch: replace}]}   | there is no list env that could be replaced
            {env: [{name: a, $patch: replace}]} | $patch: replace in env must be an element of its own
            {volumes: [{$patch: replace}, {name: a, $patch: delete}]} | $patch: replace in volumes must be an element of its own
            {env: [{$patch: delete}]}    | an element of env has no name
            """)
    void aDirectiveThatIsNotKnownIsRefused(String patch, String reason) {
        // When
        var merging = assertThatThrownBy(() -> StrategicMerge.merge(yaml("{kind: Pod, volumes: []}"), yaml(patch)));

        // Then
        merging.isInstanceOf(ManifestException.class).hasMessageContaining(reason);
    }

    private static ObjectNode yaml(String text) {
        return (ObjectNode) YamlReader.documents("test", text).getFirst();
    }
}
