package io.otalite.rotation.observation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.rotation.observation.DataObject.Entry;
import io.otalite.rotation.observation.DataObject.KeyFileIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Reduces Secrets and ConfigMaps to what may be kept of them. The bytes are looked at here and let go. */
final class DataReader {
    /** A key file has about 2,400 bytes. */
    private static final int LARGEST_KEY_FILE = 64 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(8).build())
            .build();

    private DataReader() {}

    static DataObject read(ObjectRef ref, JsonNode object) {
        var entries = new HashMap<String, Entry>();
        var unread = new HashMap<String, String>();
        var base64 = ref.kind().equals(Kinds.SECRET) ? "data" : "binaryData";
        var plain = ref.kind().equals(Kinds.SECRET) ? "stringData" : "data";
        for (var entry : object.path(base64).properties()) {
            entry(entry.getKey(), decoded(entry.getValue().asText()), entries, unread);
        }
        for (var entry : object.path(plain).properties()) {
            var bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
            entry(entry.getKey(), Optional.of(bytes), entries, unread);
        }
        return new DataObject(
                ref,
                Meta.of(object),
                object.path("type").asText(),
                object.path("immutable").asBoolean(),
                entries,
                changed(object.path("metadata")),
                unread);
    }

    private static void entry(
            String name, Optional<byte[]> bytes, Map<String, Entry> entries, Map<String, String> unread) {
        if (bytes.isEmpty()) {
            unread.put(name, "is not base64");
            entries.put(name, new Entry("", 0, Optional.empty()));
            return;
        }
        var content = bytes.get();
        var identity = Optional.<KeyFileIdentity>empty();
        if (looksLikeKeyFile(content)) {
            try {
                identity = identity(content);
            } catch (IOException malformed) {
                // Its text is not repeated: the parser would quote the content.
                unread.put(name, "looks like a key file of a Google service account and is not JSON");
            }
        }
        entries.put(name, new Entry(sha256(content), content.length, identity));
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean looksLikeKeyFile(byte[] content) {
        if (content.length == 0 || content.length > LARGEST_KEY_FILE) {
            return false;
        }
        var text = new String(content, StandardCharsets.UTF_8);
        return text.stripLeading().startsWith("{") && text.contains("private_key_id");
    }

    /** The two members that name the key, from the file's own object and nothing below it. */
    private static Optional<KeyFileIdentity> identity(byte[] content) throws IOException {
        var members = new HashMap<String, String>();
        try (var parser = JSON.createParser(content)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                if (parser.currentToken() == JsonToken.VALUE_STRING
                        && (name.equals("private_key_id") || name.equals("client_email"))) {
                    members.put(name, parser.getText());
                }
                parser.skipChildren();
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("the object does not end");
            }
        }
        var id = members.getOrDefault("private_key_id", "");
        var email = members.getOrDefault("client_email", "");
        return isWord(id) && isWord(email) ? Optional.of(new KeyFileIdentity(id, email)) : Optional.empty();
    }

    /** A stranger's key file may say anything; only what can be an id or an address is taken over. */
    private static boolean isWord(String text) {
        return !text.isEmpty() && text.length() <= 256 && text.matches("[A-Za-z0-9._@-]+");
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** The newest time at which a manager of fields set one of the data. */
    private static Optional<Instant> changed(JsonNode metadata) {
        var newest = Optional.<Instant>empty();
        for (var manager : metadata.path("managedFields")) {
            var fields = manager.path("fieldsV1");
            if (fields.has("f:data") || fields.has("f:stringData") || fields.has("f:binaryData")) {
                var time = Meta.instant(manager.path("time").asText());
                if (newest.isEmpty() || (time.isPresent() && time.get().isAfter(newest.get()))) {
                    newest = time;
                }
            }
        }
        return newest.or(() -> Meta.instant(metadata.path("creationTimestamp").asText()));
    }
}
