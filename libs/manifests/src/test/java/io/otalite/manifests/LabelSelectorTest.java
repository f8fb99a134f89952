package io.otalite.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
    /** Against the labels {@code a=b} and {@code x.example/c=} (empty). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a=b                   | true
            a == b                | true
            a=c                   | false
            a!=b                  | false
            a!=c                  | true
            z!=c                  | true
            a                     | true
            z                     | false
            !z                    | true
            !a                    | false
            a in (b, c)           | true
            a in (c)              | false
            a notin (c)           | true
            z notin (c)           | true
            a notin (b,c)         | false
            z in (c)              | false
            x.example/c=          | true
            x.example/c           | true
            a=b,!z,a in (b,c)     | true
            a=b,z                 | false
            """)
    void aSelectorSelectsAsInKubernetes(String selector, boolean selected) {
        // Given
        var labels = JsonNodeFactory.instance.objectNode().put("a", "b").put("x.example/c", "");

        // When
        var matches = LabelSelector.parse(selector, "test").matches(labels);

        // Then
        assertThat(matches).isEqualTo(selected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=b=c", "a in b", "a,,b", "a in (b", "=b", "a > 1", "a b"})
    void whatIsNoSelectorIsRefused(String selector) {
        // When
        var parsing = assertThatThrownBy(() -> LabelSelector.parse(selector, "test"));

        // Then
        parsing.isInstanceOf(ManifestException.class).hasMessageContaining("is not a label selector");
    }
}
