package io.otalite.manifests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesSchemaTest {
    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "a field of a pod that does not exist",
                        d -> d.withObject("/spec/template/spec").put("foo", 1)),
                mistake("a misspelt field of a probe", d -> probe(d).put("periodSecond", 1)),
                mistake("a text where a number belongs", d -> probe(d).put("periodSeconds", "1")),
                mistake(
                        "a number where a text belongs",
                        d -> d.withObject("/metadata/labels").put("a", 1)),
                mistake(
                        "a map where a list belongs",
                        d -> d.withObject("/spec/template/spec").putObject("volumes")),
                mistake("a kind that does not exist", d -> d.put("kind", "Deploiment")),
                mistake("a version that does not exist", d -> d.put("apiVersion", "apps/v7")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "production"})
    void everyObjectHasTheFieldsOfItsKindAndNoOthers(String overlay) {
        // When
        var violations = Cluster.of(overlay).objects().stream()
                .map(KubernetesSchema::violation)
                .flatMap(Optional::stream);

        // Then
        assertThat(violations).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void aMistakeIsFound(String name, Consumer<ObjectNode> mistake) {
        // Given
        var deployment = Cluster.of("production").object("Deployment", "api-service");
        mistake.accept(deployment);

        // When
        var violation = KubernetesSchema.violation(deployment);

        // Then
        assertThat(violation).as(name).isPresent();
    }

    private static Arguments mistake(String name, Consumer<ObjectNode> change) {
        return Arguments.of(name, change);
    }

    private static ObjectNode probe(ObjectNode deployment) {
        return (ObjectNode) deployment.at("/spec/template/spec/containers/0/startupProbe");
    }
}
