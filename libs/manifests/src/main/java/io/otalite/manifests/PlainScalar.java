package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a YAML value without quotes is. Kubernetes reads manifests with YAML 1.1 in some places and 1.2 in others, so that
 * {@code on}, {@code 1_000} or {@code 2026-01-01} are one thing to {@code kubectl apply} and another to kustomize: those
 * have no answer here. An octal number such as {@code 0440} is read alike by all of them.
 */
final class PlainScalar {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Pattern BOOLEAN_IN_1_1 = Pattern.compile("y|n|yes|no|on|off", Pattern.CASE_INSENSITIVE);
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern OCTAL = Pattern.compile("0o?([0-7]+)");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x([0-9a-fA-F]+)");
    private static final Pattern FRACTION =
            Pattern.compile("[-+]?([0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]{1,2})?");
    /** Other ways to write numbers, and times, of which readers think differently. */
    private static final Pattern NUMBER_LIKE = Pattern.compile(
            "[-+]?[0-9][0-9_]*|[-+]?0[bBoOxX][0-9a-fA-F_]+|[-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+"
                    + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?");
    /** Longer ones are no numbers that anybody means, and costly to convert. */
    private static final int LONGEST_NUMBER = 64;

    private PlainScalar() {}

    /** Empty when readers differ on what it is. */
    static Optional<JsonNode> read(String text) {
        var nodes = JsonNodeFactory.instance;
        if (NULLS.contains(text)) {
            return Optional.of(nodes.nullNode());
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return Optional.of(nodes.booleanNode(TRUE.contains(text)));
        }
        if (BOOLEAN_IN_1_1.matcher(text).matches()) {
            return Optional.empty();
        }
        var first = text.charAt(0);
        var mayBeNumber = Character.isDigit(first) || first == '-' || first == '+' || first == '.';
        return mayBeNumber ? number(text) : Optional.of(nodes.textNode(text));
    }

    static String ambiguous(String text) {
        return "readers differ on what %s without quotes is: put it into quotes, or write it in another way"
                .formatted(text);
    }

    private static Optional<JsonNode> number(String text) {
        if (text.length() <= LONGEST_NUMBER) {
            var octal = OCTAL.matcher(text);
            var hexadecimal = HEXADECIMAL.matcher(text);
            if (DECIMAL.matcher(text).matches()) {
                return Optional.of(whole(new BigInteger(text)));
            }
            if (octal.matches()) {
                return Optional.of(whole(new BigInteger(octal.group(1), 8)));
            }
            if (hexadecimal.matches()) {
                return Optional.of(whole(new BigInteger(hexadecimal.group(1), 16)));
            }
            if (FRACTION.matcher(text).matches()) {
                return Optional.of(fraction(new BigDecimal(text)));
            }
        }
        return NUMBER_LIKE.matcher(text).matches()
                ? Optional.empty()
                : Optional.of(JsonNodeFactory.instance.textNode(text));
    }

    private static JsonNode whole(BigInteger value) {
        var nodes = JsonNodeFactory.instance;
        if (value.bitLength() < Integer.SIZE) {
            return nodes.numberNode(value.intValue());
        }
        return value.bitLength() < Long.SIZE ? nodes.numberNode(value.longValue()) : nodes.numberNode(value);
    }

    private static JsonNode fraction(BigDecimal value) {
        return JsonNodeFactory.instance.numberNode(value.doubleValue());
    }
}
