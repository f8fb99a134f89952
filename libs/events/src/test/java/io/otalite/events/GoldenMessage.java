package io.otalite.events;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/** Messages as they were written once, kept as files: whoever changes a reader must still be able to read them. */
public final class GoldenMessage {

    private static final JsonMapper JSON = new JsonMapper();

    private GoldenMessage() {}

    /** Reads {@code golden/<type>/<name>.json}. */
    public static EventMessage read(String type, String name) {
        var path = "/golden/" + type + "/" + name + ".json";
        try (var file = GoldenMessage.class.getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException("There is no golden file " + path);
            }
            var json = JSON.readTree(file);
            var headers = JSON.convertValue(json.get("headers"), new TypeReference<TreeMap<String, String>>() {});
            return new EventMessage(
                    json.get("topic").textValue(),
                    json.get("key").textValue(),
                    headers,
                    Bytes.utf8(json.get("value").textValue()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
