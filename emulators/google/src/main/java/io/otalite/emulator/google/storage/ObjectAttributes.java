package io.otalite.emulator.google.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.google.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the owner of an object may set on it: headers of its downloads, and custom metadata. A field that is not offered is
 * refused rather than ignored, so that nobody relies on a retention that is not kept.
 *
 * @param fields by their name in the JSON API
 */
record ObjectAttributes(SortedMap<String, String> fields, SortedMap<String, String> metadata) {
    private static final int MOST_METADATA_BYTES = 8192;
    private static final Set<String> SETTABLE =
            Set.of("contentType", "contentEncoding", "contentDisposition", "contentLanguage", "cacheControl");
    private static final Set<String> GIVEN_BY_SERVER = Set.of(
            "kind",
            "id",
            "selfLink",
            "mediaLink",
            "bucket",
            "name",
            "generation",
            "metageneration",
            "size",
            "crc32c",
            "md5Hash",
            "etag",
            "timeCreated",
            "updated",
            "timeStorageClassUpdated",
            "storageClass");

    ObjectAttributes {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        if (bytes(metadata) > MOST_METADATA_BYTES) {
            throw ApiException.invalid("Custom metadata is larger than %d bytes.".formatted(MOST_METADATA_BYTES));
        }
    }

    static ObjectAttributes none() {
        return new ObjectAttributes(Collections.emptySortedMap(), Collections.emptySortedMap());
    }

    /** Attributes of a new object. */
    static ObjectAttributes of(ObjectNode resource) {
        return none().patched(resource);
    }

    /** These with a patch applied (RFC 7396): null removes, also single entries of the custom metadata. */
    ObjectAttributes patched(ObjectNode patch) {
        var newFields = new TreeMap<>(fields);
        var newMetadata = new TreeMap<>(metadata);
        for (var member : patch.properties()) {
            var name = member.getKey();
            if (name.equals("metadata")) {
                patchMetadata(newMetadata, member.getValue());
            } else if (SETTABLE.contains(name)) {
                set(newFields, name, member.getValue());
            } else if (!GIVEN_BY_SERVER.contains(name) && !StorageJson.asksForNothing(member.getValue())) {
                throw ApiException.invalid("Field %s is not offered by this emulator.".formatted(name));
            }
        }
        return new ObjectAttributes(newFields, newMetadata);
    }

    ObjectAttributes withDefaultType(String contentType) {
        if (fields.containsKey("contentType")) {
            return this;
        }
        var typed = new TreeMap<>(fields);
        typed.put("contentType", contentType);
        return new ObjectAttributes(typed, metadata);
    }

    private static void patchMetadata(SortedMap<String, String> metadata, JsonNode patch) {
        switch (patch) {
            case ObjectNode entries ->
                entries.properties().forEach(entry -> set(metadata, entry.getKey(), entry.getValue()));
            case JsonNode none when none.isNull() -> metadata.clear();
            default -> throw ApiException.invalid("metadata must be an object.");
        }
    }

    private static void set(SortedMap<String, String> target, String name, JsonNode value) {
        if (value.isNull()) {
            target.remove(name);
        } else if (value.isTextual() && isHeaderSafe(name) && isHeaderSafe(value.textValue())) {
            target.put(name, value.textValue());
        } else {
            throw ApiException.invalid("%s must be a string without control characters."
                    .formatted(isHeaderSafe(name) ? name : "Each name of an attribute"));
        }
    }

    private static boolean isHeaderSafe(String text) {
        return text.chars().noneMatch(Character::isISOControl);
    }

    private static int bytes(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .mapToInt(entry -> entry.getKey().getBytes(StandardCharsets.UTF_8).length
                        + entry.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
