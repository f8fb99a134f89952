package io.otalite.system.observability;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics that somebody relies on: those in the expressions of rules and of the dashboard. */
public final class MetricNames {
    /** In which labels are named. */
    private static final Pattern BESIDE_NAMES = Pattern.compile("\\{[^}]*}|\\b(?:by|on|without|ignoring) ?\\([^)]*\\)");

    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern NAME =
            Pattern.compile("\\b(?:ota|archive|http|jvm|kafka|messaging|process)_[a-z0-9_]+");

    /** They are there while a rotation has begun, or something about one is wrong; its own tests look at them. */
    private static final Pattern NOT_ALWAYS = Pattern.compile("ota_rotations_.*|ota_credential_expiry_seconds");

    private MetricNames() {}

    /** Those that every system has, once it has published and archived something. */
    public static SortedSet<String> expected() {
        var expressions =
                Stream.concat(AlertRules.all().stream().map(AlertRules.Rule::expression), Dashboard.queries().stream());
        return expressions
                .flatMap(MetricNames::in)
                .filter(name -> !NOT_ALWAYS.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static Stream<String> in(String expression) {
        var withoutText = TEXT.matcher(expression).replaceAll("");
        return NAME.matcher(BESIDE_NAMES.matcher(withoutText).replaceAll(" "))
                .results()
                .map(MatchResult::group);
    }

    /** Those among the expected that are in none of the answers of {@code /q/metrics}. */
    public static SortedSet<String> missingIn(String answers) {
        var there = answers.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
        var missing = expected();
        missing.removeAll(there);
        return missing;
    }
}
