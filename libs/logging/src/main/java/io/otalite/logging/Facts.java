package io.otalite.logging;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * The key-value facts of a line on their way from the logger to a formatter. The message has them in front, for formatters that know
 * nothing of facts; beside it they travel as the record's marker, a plain map, since the two ends may be loaded by different loaders.
 */
record Facts(Map<String, Object> values) {
    Facts {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Facts of(@Nullable List<KeyValuePair> pairs) {
        var values = new LinkedHashMap<String, Object>();
        if (pairs != null) {
            pairs.forEach(pair -> values.put(
                    pair.key,
                    pair.value instanceof Number || pair.value instanceof Boolean
                            ? pair.value
                            : String.valueOf(pair.value)));
        }
        return new Facts(values);
    }

    /** Those of a record that {@link #addTo} was called with; none for any other. */
    static Facts of(ExtLogRecord line) {
        var values = new LinkedHashMap<String, Object>();
        if (line.getMarker() instanceof Map<?, ?> map) {
            map.forEach((name, value) -> values.put(String.valueOf(name), value));
        }
        return new Facts(values);
    }

    void addTo(ExtLogRecord line) {
        if (!values.isEmpty()) {
            line.setMarker(values);
        }
    }

    String before(String message) {
        return prefix() + message;
    }

    /** The message without the facts in front of it. */
    String without(String message) {
        var prefix = prefix();
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    private String prefix() {
        var prefix = new StringBuilder();
        values.forEach(
                (name, value) -> prefix.append(name).append('=').append(value).append(' '));
        return prefix.toString();
    }
}
