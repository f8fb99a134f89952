package io.otalite.emulator.cluster.admission;

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
public final class Quantities {
    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([numkMGTPE]?|[KMGTPE]i|[eE][+-]?\\d{1,3})");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final int ONES = DECIMAL.indexOf("");

    private Quantities() {}

    /** Empty when the text is no quantity. */
    public static Optional<BigDecimal> parse(String text) {
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
}
