package io.otalite.emulator.cluster.admission;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.schema.Schema;
import io.otalite.emulator.cluster.schema.Schema.ListOf;
import io.otalite.emulator.cluster.schema.Schema.MapOf;
import io.otalite.emulator.cluster.schema.Schema.Opaque;
import io.otalite.emulator.cluster.schema.Schema.Scalar;
import io.otalite.emulator.cluster.schema.Schema.Struct;
import io.otalite.emulator.cluster.schema.Schemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the fields of an object are those of its kind. A value of the wrong type is always refused; what to do about
 * unknown and duplicate fields the client decides ({@code fieldValidation}): Strict refuses, Warn warns, Ignore ignores.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation">Field validation</a>
 */
public final class FieldValidation {
    /** More help nobody; as the API server. */
    private static final int MOST_DUPLICATES = 100;

    private FieldValidation() {}

    /**
     * The unknown fields of an object, as {@code unknown field "spec.foo"}.
     *
     * @throws Refusal 400 when a value is not of the type of its field
     */
    public static List<String> unknownFields(Kind kind, ObjectNode object) {
        var unknown = new ArrayList<String>();
        new Walk(kind, unknown).check(Schemas.of(kind), object, "");
        return unknown;
    }

    /**
     * Refuses an object whose values are not of the types of their fields, such as a patch may make it.
     *
     * @throws Refusal 400
     */
    static void requireTypes(Kind kind, ObjectNode object) {
        new Walk(kind, new ArrayList<>()).check(Schemas.of(kind), object, "");
    }

    /**
     * The fields that a body says twice, as {@code duplicate field "spec.replicas"}. A tree of the body would not show them,
     * so it is read once more.
     *
     * @param body at its beginning; of JSON or YAML
     * @throws IOException when it cannot be read
     */
    public static List<String> duplicateFields(JsonParser body) throws IOException {
        var duplicates = new ArrayList<String>();
        Position at = null;
        for (var token = body.nextToken(); token != null; token = body.nextToken()) {
            if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                at = Objects.requireNonNull(at).above;
            } else if (token == JsonToken.FIELD_NAME) {
                var isNew = Objects.requireNonNull(at).enter(body.currentName());
                if (!isNew && duplicates.size() < MOST_DUPLICATES) {
                    duplicates.add("duplicate field \"%s\"".formatted(at.path()));
                }
            } else {
                if (at != null) {
                    at.index++;
                }
                if (token.isStructStart()) {
                    at = new Position(at, token == JsonToken.START_ARRAY);
                }
            }
        }
        return duplicates;
    }

    /** The refusal of Strict. */
    public static Refusal refusal(Kind kind, List<String> problems) {
        return Refusal.badRequest("%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
                .formatted(kind.name(), kind.version(), kind.name(), String.join(", ", problems)));
    }

    /** Where a reader is within an object or a list. */
    private static final class Position {
        private final @Nullable Position above;
        private final boolean isList;
        private final Set<String> seen = new HashSet<>();
        private String field = "";
        private int index = -1;

        private Position(@Nullable Position above, boolean isList) {
            this.above = above;
            this.isList = isList;
        }

        /** False when it was entered before. */
        private boolean enter(String name) {
            field = name;
            return seen.add(name);
        }

        private String path() {
            var start = above == null ? "" : above.path();
            return isList ? "%s[%d]".formatted(start, index) : child(start, field);
        }
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private record Walk(Kind kind, List<String> unknown) {
        /** Their values are bytes, which JSON has as base64 (RFC 4648 section 4). */
        private static final Set<String> BYTES = Set.of("Secret.data", "ConfigMap.binaryData");

        void check(Schema schema, JsonNode value, String path) {
            if (value.isNull()) {
                return;
            }
            switch (schema) {
                case Struct struct when value instanceof ObjectNode object -> checkFields(struct, object, path);
                case MapOf map
                when value instanceof ObjectNode object ->
                    object.properties()
                            .forEach(entry -> check(map.value(), entry.getValue(), child(path, entry.getKey())));
                case ListOf list
                when value instanceof ArrayNode elements -> {
                    for (var i = 0; i < elements.size(); i++) {
                        check(list.element(), elements.get(i), "%s[%d]".formatted(path, i));
                    }
                }
                case Struct _, MapOf _ -> throw mismatch(value, path, "object");
                case ListOf _ -> throw mismatch(value, path, "array");
                case Scalar scalar -> checkScalar(scalar, value, path);
                case Opaque _ -> {}
            }
        }

        private void checkFields(Struct struct, ObjectNode object, String path) {
            object.properties().forEach(entry -> {
                var at = child(path, entry.getKey());
                var field = struct.field(entry.getKey());
                if (field.isEmpty()) {
                    unknown.add("unknown field \"%s\"".formatted(at));
                } else {
                    check(field.get(), entry.getValue(), at);
                    if (BYTES.contains(struct.type() + "." + entry.getKey())) {
                        entry.getValue()
                                .properties()
                                .forEach(data -> requireBase64(data.getValue(), child(at, data.getKey())));
                    }
                }
            });
        }

        private void requireBase64(JsonNode value, String path) {
            try {
                Base64.getDecoder().decode(value.asText("").replaceAll("[\r\n]", ""));
            } catch (IllegalArgumentException e) {
                throw refused("illegal base64 data in field %s: %s".formatted(path, e.getMessage()));
            }
        }

        private void checkScalar(Scalar scalar, JsonNode value, String path) {
            var fits = switch (scalar) {
                case STRING -> value.isTextual();
                case INTEGER -> value.isIntegralNumber();
                case NUMBER -> value.isNumber();
                case BOOLEAN -> value.isBoolean();
                case INTEGER_OR_STRING -> value.isIntegralNumber() || value.isTextual();
                case QUANTITY -> value.isNumber() || value.isTextual();
            };
            if (!fits) {
                throw mismatch(
                        value, path, scalar.name().toLowerCase(Locale.ROOT).replace('_', ' '));
            }
            if (scalar == Scalar.QUANTITY && Quantities.parse(value.asText()).isEmpty()) {
                throw refused("quantities must match the regular expression"
                        + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$': field " + path);
            }
        }

        private Refusal mismatch(JsonNode value, String path, String type) {
            var found = switch (value.getNodeType()) {
                case STRING -> "string";
                case NUMBER -> "number";
                case BOOLEAN -> "bool";
                case ARRAY -> "array";
                case OBJECT -> "object";
                case BINARY, MISSING, NULL, POJO -> "value";
            };
            return refused("json: cannot unmarshal %s into Go struct field %s.%s of type %s"
                    .formatted(found, kind.name(), path, type));
        }

        private Refusal refused(String why) {
            return Refusal.badRequest("%s in version \"%s\" cannot be handled as a %s: %s"
                    .formatted(kind.name(), kind.version(), kind.name(), why));
        }
    }
}
