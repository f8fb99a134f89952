package io.otalite.emulator.cluster.objects;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The selector that objects carry: {@code matchLabels} and {@code matchExpressions}. An empty one selects everything.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/">LabelSelector</a>
 */
public final class LabelSelector {

    private LabelSelector() {}

    /**
     * @param labels the object {@code metadata.labels}; a missing node is as good as an empty one
     * @throws IllegalArgumentException when an operator is none of In, NotIn, Exists, DoesNotExist
     */
    public static boolean matches(JsonNode selector, JsonNode labels) {
        return selector.path("matchLabels").propertyStream()
                        .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
                && selector.path("matchExpressions").valueStream().allMatch(expression -> matchesOne(expression, labels));
    }

    private static boolean matchesOne(JsonNode expression, JsonNode labels) {
        var value = labels.get(expression.path("key").asText());
        var isAmong = value != null && expression.path("values").valueStream().anyMatch(value::equals);
        var operator = expression.path("operator").asText();
        return switch (operator) {
            case "In" -> isAmong;
            case "NotIn" -> !isAmong;
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> throw new IllegalArgumentException("not a valid label selector operator: " + operator);
        };
    }
}
