package io.otalite.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a repository or a client has to keep to.
 *
 * @param id {@code F…} for formats, {@code W…} for what is written and served, a section number for a client's step
 * @param section of the TUF specification 1.0.34
 * @param statement one line
 */
public record Rule(String id, String section, String statement) {
    private static final String RESOURCE = "tuf-rules.txt";

    public Rule {
        if (id.isBlank() || section.isBlank() || statement.isBlank()) {
            throw new IllegalArgumentException(
                    "A rule is an id, a section and a statement, not %s | %s | %s".formatted(id, section, statement));
        }
    }

    /** All rules, in the order of their file. */
    public static Collection<Rule> all() {
        var rules = new LinkedHashMap<String, Rule>();
        text().lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> add(rules, line));
        return Collections.unmodifiableCollection(rules.values());
    }

    private static void add(Map<String, Rule> rules, String line) {
        var part = line.split("\\|", 3);
        if (part.length != 3) {
            throw new IllegalArgumentException("id | section | statement expected, found " + line);
        }
        var rule = new Rule(part[0].strip(), part[1].strip(), part[2].strip());
        if (rules.put(rule.id(), rule) != null) {
            throw new IllegalArgumentException("Two rules are called " + rule.id());
        }
    }

    private static String text() {
        try (var resource = Objects.requireNonNull(Rule.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
