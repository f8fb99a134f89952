package io.otalite.rotation.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.links.Edge.Evidence;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MermaidTest {
    private static final ObjectRef API = new ObjectRef(Kinds.DEPLOYMENT, "shop", "api");
    private static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "database");

    private static Edge edge(ObjectRef from, ObjectRef to, @Nullable String key, boolean optional) {
        return new Edge(from, to, "env_value", "/spec", key, optional, Evidence.FIELD, "1", Instant.EPOCH);
    }

    @Test
    void eachObjectIsANodeAndEachLinkAnArrow() {
        // Given
        var web = new ObjectRef(Kinds.DEPLOYMENT, "shop", "web");

        // When
        var picture = Mermaid.flowchart(List.of(edge(API, SECRET, "user", false), edge(web, SECRET, null, true)));

        // Then
        assertThat(picture.lines())
                .containsExactly(
                        "flowchart LR",
                        "  n0[\"Deployment shop/api\"]",
                        "  n1[\"Secret shop/database\"]",
                        "  n2[\"Deployment shop/web\"]",
                        "  n0 -->|\"env_value user\"| n1",
                        "  n2 -->|\"env_value (optional)\"| n1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"] --> b[\"c",
                "a\nclick n0 href \"javascript:alert(1)\"",
                "a\r\n  end",
                "<script>alert(1)</script>",
                "a]|b{c}`d`%%e",
                "a;b#quot;c&amp;"
            })
    void aNameCannotBreakOut(String name) {
        // Given
        var hostile = edge(new ObjectRef(Kinds.DEPLOYMENT, "shop", name), SECRET, name, false);

        // When
        var picture = Mermaid.flowchart(List.of(hostile));

        // Then
        assertThat(picture.lines()).hasSize(4);
        assertThat(picture.lines().toList().get(1)).matches(" {2}n0\\[\"Deployment shop/[^\"\\[\\]|<>{}`%&]*\"\\]");
        assertThat(picture.lines().toList().get(3)).matches(" {2}n0 -->\\|\"[^\"\\[\\]|<>{}`%&]*\"\\| n1");
    }
}
