package io.otalite.backup.quarantine;

import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Headers as a JSON object (RFC 8259 7), in ASCII, since object metadata travels in places that take nothing else. */
final class Headers {
    private Headers() {}

    static String json(SortedMap<String, String> headers) {
        return headers.entrySet().stream().map(Headers::member).collect(Collectors.joining(",", "{", "}"));
    }

    private static String member(Map.Entry<String, String> header) {
        return text(header.getKey()) + ":" + text(header.getValue());
    }

    private static String text(String raw) {
        var quoted = new StringBuilder("\"");
        for (var character : raw.toCharArray()) {
            if (character == '"' || character == '\\') {
                quoted.append('\\').append(character);
            } else if (character < ' ' || character > '~') {
                quoted.append("\\u%04x".formatted((int) character));
            } else {
                quoted.append(character);
            }
        }
        return quoted.append('"').toString();
    }
}
