package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A JSON object that knows where it stands in its document, so that every refusal can point at the member at fault. */
final class Members {

    private final ObjectNode object;
    private final String pointer;

    private Members(ObjectNode object, String pointer) {
        this.object = object;
        this.pointer = pointer;
    }

    static Members of(JsonNode node, String pointer) {
        if (node instanceof ObjectNode object) {
            return new Members(object, pointer);
        }
        throw new MalformedMetadataException(pointer, "must be an object");
    }

    /** The object itself; it belongs to the document and must not be changed. */
    ObjectNode json() {
        return object;
    }

    Set<Map.Entry<String, JsonNode>> entries() {
        return object.properties();
    }

    String pointerTo(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    MalformedMetadataException refused(String name, String problem) {
        return new MalformedMetadataException(pointerTo(name), problem);
    }

    boolean has(String name) {
        return object.has(name);
    }

    void requireAll(String... names) {
        for (String name : names) {
            require(name);
        }
    }

    Members object(String name) {
        return of(require(name), pointerTo(name));
    }

    Optional<Members> optionalObject(String name) {
        return object.has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        @Nullable JsonNode node = object.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw refused(name, "must be a string");
        }
        return Optional.of(node.textValue());
    }

    long integer(String name) {
        return optionalInteger(name).orElseThrow(() -> missing(name));
    }

    OptionalLong optionalInteger(String name) {
        @Nullable JsonNode node = object.get(name);
        if (node == null) {
            return OptionalLong.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw refused(name, "must be an integer");
        }
        return OptionalLong.of(node.longValue());
    }

    /** A length in bytes; {@code OptionalLong.empty()} where none is listed. */
    OptionalLong optionalLength(String name) {
        OptionalLong length = optionalInteger(name);
        if (length.isPresent() && (length.getAsLong() < 0 || length.getAsLong() > StrictJson.LARGEST_INTEGER)) {
            throw refused(name, "must be between 0 and 2^53-1");
        }
        return length;
    }

    boolean optionalBoolean(String name) {
        @Nullable JsonNode node = object.get(name);
        if (node != null && !node.isBoolean()) {
            throw refused(name, "must be true or false");
        }
        return node != null && node.booleanValue();
    }

    MetadataVersion version(String name) {
        long version = integer(name);
        return at(name, () -> new MetadataVersion(version));
    }

    Instant instant(String name) {
        String text = text(name);
        return at(name, () -> MetadataTime.parse(text));
    }

    List<Members> objects(String name) {
        JsonNode array = require(name);
        if (!array.isArray()) {
            throw refused(name, "must be an array");
        }
        List<Members> objects = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            objects.add(of(array.get(i), pointerTo(name) + "/" + i));
        }
        return objects;
    }

    List<String> texts(String name) {
        JsonNode array = require(name);
        if (!array.isArray()) {
            throw refused(name, "must be an array of strings");
        }
        List<String> texts = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                throw refused(name, "must be an array of strings");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** Makes a value from the member; a value that breaks its own rule is a malformed member. */
    <T> T at(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidValueException | InvalidTargetNameException e) {
            throw new MalformedMetadataException(pointerTo(name), e);
        }
    }

    /** Makes a value of the object as a whole. */
    <T> T whole(Function<Members, T> value) {
        try {
            return value.apply(this);
        } catch (InvalidValueException e) {
            throw new MalformedMetadataException(pointer, e);
        }
    }

    private JsonNode require(String name) {
        @Nullable JsonNode node = object.get(name);
        if (node == null) {
            throw missing(name);
        }
        return node;
    }

    private MalformedMetadataException missing(String name) {
        return refused(name, "is missing");
    }
}
