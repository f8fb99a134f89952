package io.otalite.system.judge.ats;

import java.nio.charset.StandardCharsets;

/**
 * The bytes that are signed and hashed: sorted members, no blanks, and strings as ordinary compact JSON has them, so that the
 * line ends of a PEM are {@code \n} in two characters. That is not the canonical JSON of the TUF specification.
 */
final class CanonicalForm {
    private CanonicalForm() {}

    static byte[] of(Json value) {
        var text = new StringBuilder();
        write(value, text);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(Json value, StringBuilder to) {
        switch (value) {
            case Json.Members members -> writeMembers(members, to);
            case Json.Elements elements -> writeElements(elements, to);
            case Json.Text text -> writeText(text.value(), to);
            case Json.Whole whole -> to.append(whole.value());
            case Json.Truth truth -> to.append(truth.value());
            case Json.Nothing() -> to.append("null");
        }
    }

    private static void writeMembers(Json.Members members, StringBuilder to) {
        var separator = '{';
        for (var member : members.all().entrySet()) {
            to.append(separator);
            writeText(member.getKey(), to);
            to.append(':');
            write(member.getValue(), to);
            separator = ',';
        }
        to.append(separator == '{' ? "{}" : "}");
    }

    private static void writeElements(Json.Elements elements, StringBuilder to) {
        var separator = '[';
        for (var element : elements.all()) {
            to.append(separator);
            write(element, to);
            separator = ',';
        }
        to.append(separator == '[' ? "[]" : "]");
    }

    private static void writeText(String text, StringBuilder to) {
        to.append('"');
        for (var each : text.toCharArray()) {
            switch (each) {
                case '"' -> to.append("\\\"");
                case '\\' -> to.append("\\\\");
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case '\t' -> to.append("\\t");
                default -> to.append(each);
            }
        }
        to.append('"');
    }
}
