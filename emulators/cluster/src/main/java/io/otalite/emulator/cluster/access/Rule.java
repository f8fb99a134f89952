package io.otalite.emulator.cluster.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.access.Attempt.OnObjects;
import io.otalite.emulator.cluster.access.Attempt.OnPath;
import java.util.List;

/** One rule of a role (rbac.authorization.k8s.io/v1 PolicyRule). Names that are absent allow none, but for resourceNames: all. */
record Rule(
        List<String> verbs,
        List<String> groups,
        List<String> resources,
        List<String> resourceNames,
        List<String> paths) {
    private static final String ANY = "*";

    static Rule of(JsonNode rule) {
        return new Rule(
                texts(rule.path("verbs")),
                texts(rule.path("apiGroups")),
                texts(rule.path("resources")),
                texts(rule.path("resourceNames")),
                texts(rule.path("nonResourceURLs")));
    }

    boolean allows(Attempt attempt) {
        return switch (attempt) {
            case OnObjects on ->
                has(verbs, on.verb())
                        && has(groups, on.group())
                        && allowsResource(on)
                        && (resourceNames.isEmpty() || resourceNames.contains(on.name()));
            case OnPath on -> has(verbs, on.verb()) && paths.stream().anyMatch(path -> matches(path, on.path()));
        };
    }

    private boolean allowsResource(OnObjects attempt) {
        return has(resources, attempt.fullResource())
                || (!attempt.subresource().isEmpty() && resources.contains("*/" + attempt.subresource()));
    }

    private static boolean matches(String rule, String path) {
        return rule.endsWith(ANY) ? path.startsWith(rule.substring(0, rule.length() - 1)) : rule.equals(path);
    }

    private static boolean has(List<String> allowed, String wanted) {
        return allowed.contains(ANY) || allowed.contains(wanted);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
