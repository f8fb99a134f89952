package io.otalite.local.rotation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a rotation is going to do.
 *
 * @param credential its kind
 * @param oldKeyId empty where the old credential has no name
 * @param destinations the Secrets that are written to, with their entries, for people
 * @param consumers the workloads, with what is done with each, for people
 */
public record SeenPlan(
        String credential, String account, String oldKeyId, List<String> destinations, List<String> consumers) {
    public SeenPlan {
        destinations = List.copyOf(destinations);
        consumers = List.copyOf(consumers);
    }

    /** Of {@code plan} in an answer. */
    public static SeenPlan of(JsonNode plan) {
        return new SeenPlan(
                Printable.line(plan.path("credential").asText("")),
                Printable.line(plan.path("account").asText("")),
                Printable.line(plan.path("old_key_id").asText("")),
                elements(plan.path("destinations")).map(SeenPlan::destination).toList(),
                elements(plan.path("consumers")).map(SeenPlan::consumer).toList());
    }

    /** As it is shown, one line each. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("%s of %s%s".formatted(credential, account, oldKeyId.isEmpty() ? "" : ", now " + oldKeyId));
        destinations.forEach(destination -> lines.add("  writes   " + destination));
        consumers.forEach(consumer -> lines.add("  " + consumer));
        if (consumers.isEmpty()) {
            lines.add("  nothing uses it");
        }
        return lines;
    }

    private static String destination(JsonNode destination) {
        var entries = elements(destination.path("entries"))
                .map(entry -> entry.asText(""))
                .collect(Collectors.joining(", "));
        return Printable.line("%s: %s".formatted(named(destination.path("secret")), entries));
    }

    private static String consumer(JsonNode consumer) {
        var workload = named(consumer.path("workload"));
        return Printable.line(
                switch (consumer.path("mode").asText("")) {
                    case "restart" -> "restarts " + workload;
                    case "reloads" -> "watches  " + workload + ", which reloads it";
                    default ->
                        "leaves   %s: %s"
                                .formatted(workload, consumer.path("refusal").asText("not restarted"));
                });
    }

    private static String named(JsonNode object) {
        return "%s %s/%s"
                .formatted(
                        object.path("kind").asText(""),
                        object.path("namespace").asText(""),
                        object.path("name").asText(""));
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
