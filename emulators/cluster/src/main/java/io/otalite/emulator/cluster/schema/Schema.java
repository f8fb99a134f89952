package io.otalite.emulator.cluster.schema;

import java.util.Map;
import java.util.Optional;

/** The type of a value in an object of the API. */
public sealed interface Schema {

    /**
     * An object with named fields.
     *
     * @param type the name of the type in the API, such as {@code PodSpec}
     */
    record Struct(String type, Map<String, Schema> fields) implements Schema {
        public Struct {
            fields = Map.copyOf(fields);
        }

        public Optional<Schema> field(String name) {
            return Optional.ofNullable(fields.get(name));
        }
    }

    /** An object whose names are data, such as labels. */
    record MapOf(Schema value) implements Schema {}

    record ListOf(Schema element) implements Schema {}

    /** A value without parts. */
    enum Scalar implements Schema {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        /** {@code 8080} or {@code "http"}, {@code 1} or {@code "25%"}. */
        INTEGER_OR_STRING,
        /** {@code "500m"}; a number is read as its text. */
        QUANTITY
    }

    /** Whatever JSON there is; nothing is known of it. */
    enum Opaque implements Schema {
        ANYTHING
    }
}
