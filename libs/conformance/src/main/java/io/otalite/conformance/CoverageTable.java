package io.otalite.conformance;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of rules and the tests that hold them, as Markdown in a document below {@code docs}. */
public final class CoverageTable {
    private static final String BEGIN = "<!-- The table of rules and tests: generated, begin -->\n";
    private static final String END = "<!-- The table of rules and tests: generated, end -->\n";

    private final Collection<Rule> rules;
    private final List<Coverage> found;

    public CoverageTable(Collection<Rule> rules, List<Coverage> found) {
        this.rules = List.copyOf(rules);
        this.found = List.copyOf(found);
    }

    /**
     * The document with the table between its two markers.
     *
     * @throws IllegalArgumentException when it does not have them
     */
    public String in(String document) {
        var begin = document.indexOf(BEGIN);
        var end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("The document needs the lines\n" + BEGIN + END);
        }
        return document.substring(0, begin + BEGIN.length()) + "\n" + markdown() + "\n" + document.substring(end);
    }

    private String markdown() {
        var table = new StringBuilder("| rule | TUF | says | held by |\n|---|---|---|---|\n");
        for (var rule : rules) {
            table.append("| %s | %s | %s | %s |%n".formatted(rule.id(), rule.section(), rule.statement(), tests(rule)));
        }
        return table.toString();
    }

    private String tests(Rule rule) {
        var methods = new LinkedHashMap<String, Set<String>>();
        found.stream()
                .filter(test -> test.ruleId().equals(rule.id()))
                .forEach(test -> methods.computeIfAbsent(link(test), _ -> new LinkedHashSet<>())
                        .add(test.method().isEmpty() ? "all of it" : test.method()));
        return methods.isEmpty()
                ? "no test yet"
                : methods.entrySet().stream()
                        .map(tests -> tests.getKey() + " " + String.join(", ", tests.getValue()))
                        .collect(Collectors.joining("; "));
    }

    private static String link(Coverage test) {
        return "[`%s`](../%s)"
                .formatted(test.testClass(), test.source().toString().replace('\\', '/'));
    }
}
