package io.otalite.emulator.cluster.controllers.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;

/** Comparing pod templates. */
public final class Templates {
    /** The label by which a Deployment tells its ReplicaSets apart. */
    public static final String HASH_LABEL = "pod-template-hash";

    /** A number is the same whether it was read from JSON or put by a program. */
    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    };

    private Templates() {}

    /** Whether two templates make the same pods; the label of the hash does not count, on either side. */
    public static boolean same(JsonNode one, JsonNode other) {
        return withoutHash(one).equals(BY_VALUE, withoutHash(other));
    }

    /** A copy without what a Deployment adds to it. */
    public static ObjectNode withoutHash(JsonNode template) {
        ObjectNode copy = template.deepCopy();
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("creationTimestamp");
            if (metadata.path("labels") instanceof ObjectNode labels) {
                labels.remove(HASH_LABEL);
            }
        }
        return copy;
    }
}
