package io.otalite.system.judge.ats;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes what a test has put together, on another way than the reader has: maps, lists, strings and numbers. */
final class TestJson {
    private TestJson() {}

    static byte[] compact(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /** The same content with blanks between its parts. */
    static byte[] spaced(Map<String, Object> value) {
        var text = value.entrySet().stream()
                .map(member -> text(member.getKey()) + " : " + text(member.getValue()))
                .collect(Collectors.joining(" ,\n", "{\n", "\n}\n"));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                new TreeMap<>(map)
                        .entrySet().stream()
                                .map(member -> text(member.getKey()) + ":" + text(member.getValue()))
                                .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(TestJson::text).collect(Collectors.joining(",", "[", "]"));
            case String string ->
                '"'
                        + string.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                                .replace("\r", "\\r")
                                .replace("\t", "\\t")
                        + '"';
            default -> value.toString();
        };
    }
}
