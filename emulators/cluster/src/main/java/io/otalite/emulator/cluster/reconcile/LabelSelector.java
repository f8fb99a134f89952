package io.otalite.emulator.cluster.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which labels are meant: {@code meta/v1 LabelSelector}.
 *
 * @param equalities {@code matchLabels}
 * @param expressions {@code matchExpressions}
 */
public record LabelSelector(Map<String, String> equalities, List<JsonNode> expressions) {
    public LabelSelector {
        equalities = Map.copyOf(equalities);
        expressions = List.copyOf(expressions);
    }

    /** Of a workload or a PodDisruptionBudget. */
    public static LabelSelector of(JsonNode selector) {
        return new LabelSelector(
                strings(selector.path("matchLabels")),
                selector.path("matchExpressions").valueStream().toList());
    }

    /** Of a Service: labels only. */
    public static LabelSelector ofLabels(JsonNode labels) {
        return new LabelSelector(strings(labels), List.of());
    }

    /** Whether it names nothing, which matches everything. */
    public boolean isEmpty() {
        return equalities.isEmpty() && expressions.isEmpty();
    }

    public boolean matches(Map<String, String> labels) {
        return labels.entrySet().containsAll(equalities.entrySet())
                && expressions.stream().allMatch(expression -> matches(expression, labels));
    }

    private static boolean matches(JsonNode expression, Map<String, String> labels) {
        var key = expression.path("key").asText();
        var values = expression.path("values");
        var value = labels.get(key);
        return switch (expression.path("operator").asText()) {
            case "In" -> value != null && contains(values, value);
            case "NotIn" -> value == null || !contains(values, value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }

    private static boolean contains(JsonNode values, String value) {
        return values.valueStream().anyMatch(JsonNodeFactory.instance.textNode(value)::equals);
    }

    private static Map<String, String> strings(JsonNode object) {
        var result = new LinkedHashMap<String, String>();
        object.properties()
                .forEach(entry -> result.put(entry.getKey(), entry.getValue().asText()));
        return result;
    }
}
