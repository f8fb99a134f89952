package io.otalite.tuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * The members of an object that this library does not know. They are kept and written again beside those it knows,
 * because signatures and key ids cover them and somebody else may depend on them (TUF 4).
 */
public record UnknownMembers(ObjectNode members) {

    public static final UnknownMembers NONE = new UnknownMembers(JsonNodeFactory.instance.objectNode());

    public UnknownMembers {
        members = members.deepCopy();
    }

    static UnknownMembers of(Members object, Set<String> known) {
        ObjectNode unknown = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.entries()) {
            if (!known.contains(member.getKey())) {
                unknown.set(member.getKey(), member.getValue());
            }
        }
        return unknown.isEmpty() ? NONE : new UnknownMembers(unknown);
    }

    /** Also what is not known of the object that stands under a known name. */
    UnknownMembers and(String name, UnknownMembers below) {
        if (below.members.isEmpty()) {
            return this;
        }
        return new UnknownMembers(members.deepCopy().set(name, below.members));
    }

    /** A copy. */
    @Override
    public ObjectNode members() {
        return members.deepCopy();
    }

    /** Adds the members to an object, and never changes one that is there already. */
    void addTo(ObjectNode json) {
        add(members, json);
    }

    private static void add(ObjectNode from, ObjectNode to) {
        for (Map.Entry<String, JsonNode> member : from.properties()) {
            if (to.get(member.getKey()) instanceof ObjectNode known && member.getValue() instanceof ObjectNode more) {
                add(more, known);
            } else if (!to.has(member.getKey())) {
                to.set(member.getKey(), member.getValue().deepCopy());
            }
        }
    }
}
