package io.otalite.emulator.cluster.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.otalite.emulator.cluster.schema.Schema;
import io.otalite.emulator.cluster.schema.Schema.ListOf;
import io.otalite.emulator.cluster.schema.Schema.MapOf;
import io.otalite.emulator.cluster.schema.Schema.Opaque;
import io.otalite.emulator.cluster.schema.Schema.Scalar;
import io.otalite.emulator.cluster.schema.Schema.Struct;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Amounts of a resource, such as {@code 500m} or {@code 1Gi}. The API writes each in one form only, so that
 * {@code 1024Mi} comes back as {@code 1Gi}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
 */
final class Quantities {
    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([numkMGTPE]?|[KMGTPE]i|[eE][+-]?\\d{1,3})");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final int ONES = DECIMAL.indexOf("");

    private Quantities() {}

    /** Empty when the text is no quantity. */
    static Optional<BigDecimal> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        var number = new BigDecimal(form.group(1));
        var suffix = form.group(2);
        if (BINARY.indexOf(suffix) > 0) {
            return Optional.of(number.multiply(BigDecimal.valueOf(1024).pow(BINARY.indexOf(suffix))));
        }
        if (DECIMAL.contains(suffix)) {
            return Optional.of(number.scaleByPowerOfTen(3 * (DECIMAL.indexOf(suffix) - ONES)));
        }
        return Optional.of(
                number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1).replace("+", ""))));
    }

    /** The one form of a quantity; the text itself when it is none, or has an exponent. */
    static String canonical(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || form.group(2).matches("[eE].+")) {
            return text;
        }
        var amount = parse(text).orElseThrow();
        var binary = form.group(2).endsWith("i");
        if (amount.signum() == 0) {
            return "0";
        }
        if (binary && isWhole(amount)) {
            return scaled(amount, BigDecimal.valueOf(1024), BINARY);
        }
        var smallest = amount.scaleByPowerOfTen(9).setScale(0, RoundingMode.UP);
        return scaled(smallest, BigDecimal.valueOf(1000), DECIMAL);
    }

    private static String scaled(BigDecimal amount, BigDecimal step, List<String> suffixes) {
        var left = amount;
        var suffix = 0;
        while (suffix + 1 < suffixes.size() && left.remainder(step).signum() == 0) {
            left = left.divide(step);
            suffix++;
        }
        return left.toBigInteger() + suffixes.get(suffix);
    }

    private static boolean isWhole(BigDecimal amount) {
        return amount.stripTrailingZeros().scale() <= 0;
    }

    /** Brings all quantities of an object into their one form. */
    static void canonicalise(Schema schema, JsonNode value) {
        switch (schema) {
            case Struct struct
            when value instanceof ObjectNode object ->
                object.properties()
                        .forEach(entry -> struct.field(entry.getKey())
                                .ifPresent(field -> entry.setValue(canonicalised(field, entry.getValue()))));
            case MapOf map
            when value instanceof ObjectNode object ->
                object.properties().forEach(entry -> entry.setValue(canonicalised(map.value(), entry.getValue())));
            case ListOf list
            when value instanceof ArrayNode elements ->
                elements.forEach(element -> canonicalise(list.element(), element));
            case Struct _, MapOf _, ListOf _, Scalar _, Opaque _ -> {}
        }
    }

    private static JsonNode canonicalised(Schema schema, JsonNode value) {
        if (schema == Scalar.QUANTITY && value.isValueNode()) {
            var text = canonical(value.asText());
            return value.isTextual() && text.equals(value.asText()) ? value : TextNode.valueOf(text);
        }
        canonicalise(schema, value);
        return value;
    }
}
