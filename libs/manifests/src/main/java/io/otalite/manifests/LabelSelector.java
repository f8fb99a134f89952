package io.otalite.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A label selector as text: {@code a=b}, {@code a==b}, {@code a!=b}, {@code a in (b,c)}, {@code a notin (b,c)}, {@code a},
 * {@code !a}, joined by commas.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors">Label selectors</a>
 */
record LabelSelector(List<Requirement> requirements) {
    static final LabelSelector ALL = new LabelSelector(List.of());

    private static final int LONGEST = 4096;
    private static final String WORD = "[-A-Za-z0-9_./]+";
    private static final String VALUE = "[-A-Za-z0-9_.]*";
    private static final Pattern SET =
            Pattern.compile("(%s)\\s+(in|notin)\\s*\\(([-A-Za-z0-9_.,\\s]*)\\)".formatted(WORD));
    private static final Pattern EQUALITY = Pattern.compile("(%s)\\s*(==?|!=)\\s*(%s)".formatted(WORD, VALUE));
    private static final Pattern PRESENCE = Pattern.compile("(!?)\\s*(%s)".formatted(WORD));
    /** A comma that does not stand within brackets. */
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    /**
     * @param presence whether the label being there is all that is asked
     * @param negated as in {@code !=}, {@code notin} and {@code !a}: a label that is not there satisfies it
     */
    record Requirement(String label, boolean presence, boolean negated, Set<String> values) {
        boolean matches(JsonNode labels) {
            var value = labels.path(label);
            var holds = presence ? value.isTextual() : value.isTextual() && values.contains(value.asText());
            return holds != negated;
        }
    }

    LabelSelector {
        requirements = List.copyOf(requirements);
    }

    static LabelSelector parse(String text, String where) {
        if (text.length() > LONGEST) {
            throw new ManifestException(where, "a label selector is longer than %d characters".formatted(LONGEST));
        }
        var requirements = new ArrayList<Requirement>();
        for (var part : COMMA.split(text, -1)) {
            requirements.add(requirement(part.strip(), where));
        }
        return new LabelSelector(requirements);
    }

    boolean matches(JsonNode labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }

    private static Requirement requirement(String text, String where) {
        var set = SET.matcher(text);
        if (set.matches()) {
            var values = Set.of(set.group(3).strip().split("\\s*,\\s*", -1));
            return new Requirement(set.group(1), false, set.group(2).equals("notin"), values);
        }
        var equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            return new Requirement(equality.group(1), false, equality.group(2).equals("!="), Set.of(equality.group(3)));
        }
        var presence = PRESENCE.matcher(text);
        if (presence.matches()) {
            return new Requirement(presence.group(2), true, !presence.group(1).isEmpty(), Set.of());
        }
        throw new ManifestException(where, "\"%s\" is not a label selector".formatted(text));
    }
}
