package io.otalite.emulator.cluster.http;

import io.otalite.emulator.cluster.objects.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The parameters after the question mark. Those that nobody asks for are tolerated, as clients send them freely. */
final class Query {
    private final Map<String, String> values;

    private Query(Map<String, String> values) {
        this.values = values;
    }

    /** @throws Refusal 400 for a broken escape */
    static Query parse(String raw) {
        var values = new HashMap<String, String>();
        for (var pair : List.of(raw.split("&", -1))) {
            var equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            values.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return new Query(values);
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw Refusal.badRequest("broken percent-encoding: " + text);
        }
    }

    /** Empty when absent. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** Present and neither {@code false} nor {@code 0}, as the API server reads it. */
    boolean flag(String name) {
        return find(name)
                .filter(value -> !value.equals("false") && !value.equals("0"))
                .isPresent();
    }

    /** @throws Refusal 400 for what is no whole number, or a negative one */
    OptionalLong number(String name) {
        var value = find(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            var number = Long.parseLong(value.get());
            if (number >= 0) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException _) {
            // The answer is the same as for a negative one.
        }
        throw Refusal.badRequest(
                "invalid value of %s: \"%s\" must be a whole number of at least 0".formatted(name, value.get()));
    }

    /** As {@link #number}; larger ones are taken for the largest. */
    OptionalInt smallNumber(String name) {
        var number = number(name);
        return number.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.min(Integer.MAX_VALUE, number.getAsLong()));
    }
}
