package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The language of label selectors.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api">Labels and selectors</a>
 */
final class LabelSelector {
    private static final String KEY = "([A-Za-z0-9][A-Za-z0-9._/-]*)";
    private static final String VALUE = "([A-Za-z0-9._-]*)";
    private static final Pattern ABSENT = Pattern.compile("!\\s*" + KEY);
    private static final Pattern PRESENT = Pattern.compile(KEY);
    private static final Pattern EQUAL = Pattern.compile(KEY + "\\s*(==|=|!=)\\s*" + VALUE);
    private static final Pattern SET = Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([A-Za-z0-9._,\\s-]*)\\)");
    /** A comma that no closing bracket follows before the next opening one. */
    private static final Pattern BETWEEN = Pattern.compile(",(?![^(]*\\))");

    private LabelSelector() {}

    /** @throws Refusal 400 for what is no selector */
    static Predicate<JsonNode> parse(String selector) {
        if (selector.isBlank()) {
            return _ -> true;
        }
        var requirements = new ArrayList<Predicate<Map<String, String>>>();
        for (var requirement : List.of(BETWEEN.split(selector, -1))) {
            requirements.add(requirement(requirement.strip(), selector));
        }
        return object -> {
            var labels = Metadata.labels(object);
            return requirements.stream().allMatch(requirement -> requirement.test(labels));
        };
    }

    private static Predicate<Map<String, String>> requirement(String text, String selector) {
        Matcher matcher;
        if ((matcher = ABSENT.matcher(text)).matches()) {
            var key = matcher.group(1);
            return labels -> !labels.containsKey(key);
        }
        if ((matcher = PRESENT.matcher(text)).matches()) {
            var key = matcher.group(1);
            return labels -> labels.containsKey(key);
        }
        if ((matcher = EQUAL.matcher(text)).matches()) {
            return among(
                    matcher.group(1),
                    Set.of(matcher.group(3)),
                    !matcher.group(2).equals("!="));
        }
        if ((matcher = SET.matcher(text)).matches()) {
            return among(
                    matcher.group(1), values(matcher.group(3)), matcher.group(2).equals("in"));
        }
        throw Refusal.badRequest(
                "unable to parse requirement \"%s\" of the label selector \"%s\"".formatted(text, selector));
    }

    /** An absent label is among no values, so it satisfies every exclusion. */
    private static Predicate<Map<String, String>> among(String key, Set<String> values, boolean included) {
        return labels -> {
            var value = labels.get(key);
            return (value != null && values.contains(value)) == included;
        };
    }

    private static Set<String> values(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    }
}
