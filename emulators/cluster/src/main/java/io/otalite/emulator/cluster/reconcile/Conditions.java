package io.otalite.emulator.cluster.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Reading and writing {@code status.conditions}. The time of the last transition is kept while the status is the same. */
public final class Conditions {

    private Conditions() {}

    /** The condition of a type; missing when there is none. */
    public static JsonNode find(JsonNode status, String type) {
        return status.path("conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    public static boolean isTrue(JsonNode status, String type) {
        return find(status, type).path("status").asText().equals("True");
    }

    /** Sets a condition; reason and message are left out when they are empty. */
    public static ObjectNode set(ObjectNode status, Condition condition, Instant now) {
        var old = find(status, condition.type());
        var same = old.path("status").asText().equals(condition.status());
        var node = old.isObject()
                ? (ObjectNode) old
                : status.withArrayProperty("conditions").addObject();
        node.put("type", condition.type()).put("status", condition.status());
        if (!same || !node.has("lastTransitionTime")) {
            node.put("lastTransitionTime", text(now));
        }
        putOrRemove(node, "reason", condition.reason());
        putOrRemove(node, "message", condition.message());
        return node;
    }

    public static void remove(ObjectNode status, String type) {
        status.withArrayProperty("conditions")
                .removeIf(condition -> condition.path("type").asText().equals(type));
    }

    /** A time as objects carry it: RFC 3339, whole seconds. */
    public static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void putOrRemove(ObjectNode node, String field, String value) {
        if (value.isEmpty()) {
            node.remove(field);
        } else {
            node.put(field, value);
        }
    }
}
