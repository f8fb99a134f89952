package io.otalite.emulator.google.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Decoded parameters of a query or a form; one that may stand once and stands twice is refused. */
public record Parameters(Map<String, List<String>> values) {
    public Parameters {
        values = Map.copyOf(values);
    }

    static Parameters parse(String encoded) {
        var values = new LinkedHashMap<String, List<String>>();
        if (!encoded.isEmpty()) {
            for (var pair : encoded.split("&", -1)) {
                var equals = pair.indexOf('=');
                var name = PercentEncoding.decodeForm(equals < 0 ? pair : pair.substring(0, equals));
                var value = equals < 0 ? "" : PercentEncoding.decodeForm(pair.substring(equals + 1));
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return new Parameters(values);
    }

    public Set<String> names() {
        return values.keySet();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public Optional<String> one(String name) {
        var found = all(name);
        if (found.size() > 1) {
            throw ApiException.invalid("Parameter %s stands more than once.".formatted(name));
        }
        return found.stream().findFirst();
    }

    public String required(String name) {
        return one(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> ApiException.of(400, "required", "Required parameter: " + name));
    }

    /** A whole number from 0 up, as Google writes generations and sizes. */
    public OptionalLong number(String name) {
        var text = one(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().matches("[0-9]{1,18}")) {
            throw ApiException.invalid("Invalid value for %s: expected a whole number.".formatted(name));
        }
        return OptionalLong.of(Long.parseLong(text.get()));
    }
}
