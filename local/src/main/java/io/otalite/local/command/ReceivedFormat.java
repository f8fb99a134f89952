package io.otalite.local.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.local.kafka.TopicReader.Received;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A record on a terminal: for a person, or as one line of JSON. */
enum ReceivedFormat {
    TEXT {
        @Override
        String of(Received received) {
            var message = received.message();
            var text = new StringBuilder("%s  partition %d  offset %d  %s%n  key: %s%n"
                    .formatted(
                            message.topic(), received.partition(), received.offset(), received.time(), message.key()));
            message.headers().forEach((name, value) -> text.append("  %-16s %s%n".formatted(name + ":", value)));
            text.append("  value: %d bytes, sha256 %s%n"
                    .formatted(message.value().size(), message.value().sha256().hex()));
            return text.append(utf8(message.value().toArray()).orElse("(not text; --json shows it in base64)"))
                    .append(System.lineSeparator())
                    .toString();
        }
    },
    JSON {
        @Override
        String of(Received received) {
            return json(received).toString();
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    abstract String of(Received received);

    private static ObjectNode json(Received received) {
        var message = received.message();
        var json = MAPPER.createObjectNode()
                .put("topic", message.topic())
                .put("partition", received.partition())
                .put("offset", received.offset())
                .put("time", received.time().toString())
                .put("key", message.key());
        var headers = json.putObject("headers");
        message.headers().forEach(headers::put);
        var value = message.value().toArray();
        utf8(value)
                .ifPresentOrElse(
                        text -> json.put("value", text),
                        () -> json.put("valueBase64", Base64.getEncoder().encodeToString(value)));
        return json;
    }

    private static Optional<String> utf8(byte[] value) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
