package io.otalite.api.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.api.targets.EditRefusedException.Reason;
import java.util.Locale;

/**
 * The merge of a PATCH: objects are merged member by member; scalars and lists are replaced; a member of one type is never
 * replaced by one of another. There is no way to remove a member: {@code null} is a type of its own.
 */
final class DeepMerge {
    private DeepMerge() {}

    static ObjectNode merge(ObjectNode target, ObjectNode change, String where) {
        var result = target.deepCopy();
        change.properties().forEach(member -> {
            var pointer = where + "/" + TargetsRequest.escaped(member.getKey());
            var existing = result.get(member.getKey());
            result.set(
                    member.getKey(),
                    existing == null ? member.getValue() : merged(existing, member.getValue(), pointer));
        });
        return result;
    }

    private static JsonNode merged(JsonNode existing, JsonNode change, String where) {
        if (existing.getNodeType() != change.getNodeType()) {
            throw new EditRefusedException(
                    Reason.MERGE_TYPE_MISMATCH,
                    where,
                    "At %s stands a value of type %s, the change has one of type %s. Replace the Target with PUT if that is meant."
                            .formatted(where, type(existing), type(change)));
        }
        return existing instanceof ObjectNode object ? merge(object, (ObjectNode) change, where) : change;
    }

    private static String type(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
