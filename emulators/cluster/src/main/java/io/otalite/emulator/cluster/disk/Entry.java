package io.otalite.emulator.cluster.disk;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectChange.Type;
import io.otalite.emulator.cluster.objects.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * One line of a journal: a checksum of eight hexadecimal digits, a space, JSON, a line feed. The checksum finds a line that
 * was written in part, the line feed where the next one begins.
 */
final class Entry {
    /** What was written is read again, whatever its size: names of owned fields hold values of clients. */
    private static final JsonMapper JSON = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNameLength(FileJournal.LONGEST_LINE)
                            .maxStringLength(FileJournal.LONGEST_LINE)
                            .build())
                    .build())
            .build();

    private static final int CHECKSUM = 8;

    private Entry() {}

    /** The line of a change. */
    static byte[] line(ObjectChange change) {
        var key = change.key();
        var json = JSON.createObjectNode()
                .put("version", change.version())
                .put("type", change.type().name())
                .put("apiVersion", key.kind().apiVersion())
                .put("kind", key.kind().name())
                .put("namespace", key.namespace())
                .put("name", key.name());
        if (change.type() != Type.DELETED) {
            json.set("object", change.object());
        }
        return line(json);
    }

    /** The line that says how far the counter is. */
    static byte[] line(long version) {
        return line(JSON.createObjectNode().put("version", version));
    }

    private static byte[] line(ObjectNode json) {
        try {
            var text = JSON.writeValueAsString(json);
            return (checksum(text) + " " + text + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can always be written", e);
        }
    }

    /**
     * What a line without its line feed says.
     *
     * @throws IOException when it is no whole line
     */
    static JsonNode parse(byte[] line) throws IOException {
        var text = new String(line, StandardCharsets.UTF_8);
        if (text.length() <= CHECKSUM
                || text.charAt(CHECKSUM) != ' '
                || !text.substring(0, CHECKSUM).equals(checksum(text.substring(CHECKSUM + 1)))) {
            throw new IOException("the checksum does not match");
        }
        return JSON.readTree(text.substring(CHECKSUM + 1));
    }

    /** @throws IOException when it is about a kind that this emulator does not know */
    static ObjectKey key(JsonNode entry) throws IOException {
        var apiVersion = entry.path("apiVersion").asText();
        var name = entry.path("kind").asText();
        var kind = Kinds.of(apiVersion, name)
                .orElseThrow(() -> new IOException("unknown kind %s %s".formatted(apiVersion, name)));
        return new ObjectKey(
                kind, entry.path("namespace").asText(), entry.path("name").asText());
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
