package io.otalite.emulator.cluster.kubelet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** An amount such as {@code 512Mi} or {@code 250m}: {@code resource.Quantity}. */
final class Quantity {
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("m", new BigDecimal("0.001")),
            Map.entry("", BigDecimal.ONE),
            Map.entry("k", BigDecimal.TEN.pow(3)),
            Map.entry("M", BigDecimal.TEN.pow(6)),
            Map.entry("G", BigDecimal.TEN.pow(9)),
            Map.entry("T", BigDecimal.TEN.pow(12)),
            Map.entry("Ki", BigDecimal.TWO.pow(10)),
            Map.entry("Mi", BigDecimal.TWO.pow(20)),
            Map.entry("Gi", BigDecimal.TWO.pow(30)),
            Map.entry("Ti", BigDecimal.TWO.pow(40)));

    private Quantity() {}

    /** @throws NumberFormatException for what is none */
    static BigDecimal parse(String text) {
        var end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        var unit = UNITS.get(text.substring(end));
        if (unit == null) {
            throw new NumberFormatException("\"%s\" is no quantity".formatted(text));
        }
        return new BigDecimal(text.substring(0, end)).multiply(unit);
    }

    /** In whole units of the divisor, rounded up. */
    static long divide(String text, String divisor) {
        return parse(text).divide(parse(divisor), 0, RoundingMode.CEILING).longValueExact();
    }
}
