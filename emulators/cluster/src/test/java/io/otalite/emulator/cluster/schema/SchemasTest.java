package io.otalite.emulator.cluster.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.schema.Schema.ListOf;
import io.otalite.emulator.cluster.schema.Schema.MapOf;
import io.otalite.emulator.cluster.schema.Schema.Opaque;
import io.otalite.emulator.cluster.schema.Schema.Scalar;
import io.otalite.emulator.cluster.schema.Schema.Struct;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemasTest {

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindHasASchemaWithMetadata(Kind kind) {
        // When
        var schema = Schemas.of(kind);

        // Then
        assertThat(schema.type()).isEqualTo(kind.name());
        assertThat(schema.fields()).containsKeys("apiVersion", "kind", "metadata");
    }

    static Stream<Kind> kinds() {
        return Kinds.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "spec.replicas, INTEGER",
        "spec.paused, BOOLEAN",
        "metadata.labels.*, STRING",
        "metadata.creationTimestamp, STRING",
        "spec.strategy.rollingUpdate.maxSurge, INTEGER_OR_STRING",
        "spec.template.spec.containers.*.resources.limits.*, QUANTITY",
        "spec.template.spec.containers.*.readinessProbe.httpGet.port, INTEGER_OR_STRING",
    })
    void aDeploymentHasItsTypes(String path, Scalar type) {
        // When
        Schema schema = Schemas.of(Kinds.DEPLOYMENT);
        for (var step : List.of(path.split("\\.", -1))) {
            schema = step(schema, step);
        }

        // Then
        assertThat(schema).isEqualTo(type);
    }

    @Test
    void whoOwnsFieldsIsOpaque() {
        // When
        var managed = step(step(step(Schemas.of(Kinds.SECRET), "metadata"), "managedFields"), "*");

        // Then
        assertThat(step(managed, "fieldsV1")).isEqualTo(Opaque.ANYTHING);
    }

    private static Schema step(Schema schema, String name) {
        return switch (schema) {
            case Struct struct -> struct.field(name).orElseThrow();
            case MapOf map -> map.value();
            case ListOf list -> list.element();
            case Scalar _, Opaque _ -> throw new AssertionError(schema + " has no " + name);
        };
    }
}
