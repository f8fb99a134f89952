package io.otalite.api.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.api.targets.EditRefusedException.Reason;
import io.otalite.tuf.InvalidTargetNameException;
import io.otalite.tuf.MalformedMetadataException;
import io.otalite.tuf.StrictJson;
import io.otalite.tuf.Target;
import io.otalite.tuf.TargetName;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the bodies of the requests that change Targets: {@code {"targets": {name: Target}}}, and for DELETE
 * {@code {"targets": [name]}}. Other members beside {@code targets} are ignored, as clients send notes there.
 *
 * <p>What is read here will be signed, so it is read strictly ({@link StrictJson}): no duplicate members, no floats, ASCII
 * only, no control characters.
 */
public final class TargetsRequest {
    /** The HTTP server's own limit comes first; this one holds for whoever calls without it. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private TargetsRequest() {}

    /** The body of PUT. */
    public static TargetsEdit.Replace replace(byte[] body) {
        return new TargetsEdit.Replace(targets(body));
    }

    /** The body of POST. */
    public static TargetsEdit.Add add(byte[] body) {
        return new TargetsEdit.Add(targets(body));
    }

    /** The body of PATCH. */
    public static TargetsEdit.Merge merge(byte[] body) {
        var changes = new TreeMap<TargetName, ObjectNode>();
        object(body).properties().forEach(member -> {
            var name = name(member.getKey(), "/targets/" + escaped(member.getKey()));
            changes.put(name, anObject(member.getValue(), pointer(name)));
        });
        return new TargetsEdit.Merge(changes);
    }

    /** The body of DELETE. */
    public static TargetsEdit.Remove remove(byte[] body) {
        if (!(member(body) instanceof ArrayNode list)) {
            throw invalid("/targets", "\"targets\" is the list of the names to remove");
        }
        var names = new ArrayList<TargetName>();
        for (int i = 0; i < list.size(); i++) {
            var where = "/targets/" + i;
            if (!list.get(i).isTextual()) {
                throw invalid(where, "the name of a Target is a string");
            }
            names.add(name(list.get(i).textValue(), where));
        }
        return new TargetsEdit.Remove(names);
    }

    /** Where a Target stands in a request's body. */
    static String pointer(TargetName name) {
        return "/targets/" + escaped(name.value());
    }

    /** RFC 6901 section 3. */
    static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }

    static Target target(TargetName name, JsonNode json) {
        Target target;
        try {
            target = Target.parse(name, json);
        } catch (MalformedMetadataException e) {
            throw new EditRefusedException(Reason.INVALID_TARGET, pointer(name), e.getMessage());
        }
        FieldRules.check(name, target);
        return target;
    }

    private static SortedMap<TargetName, Target> targets(byte[] body) {
        var targets = new TreeMap<TargetName, Target>();
        object(body).properties().forEach(member -> {
            var name = name(member.getKey(), "/targets/" + escaped(member.getKey()));
            targets.put(name, target(name, anObject(member.getValue(), pointer(name))));
        });
        return targets;
    }

    private static ObjectNode object(byte[] body) {
        return anObject(member(body), "/targets");
    }

    private static JsonNode member(byte[] body) {
        var targets =
                StrictJson.object(body, StrictJson.Limits.publishing(MAX_BYTES)).get("targets");
        if (targets == null) {
            throw invalid("", "the body is an object with the member \"targets\"");
        }
        return targets;
    }

    private static ObjectNode anObject(JsonNode node, String where) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw invalid(where, "an object is expected here");
    }

    private static TargetName name(String name, String where) {
        try {
            return new TargetName(name);
        } catch (InvalidTargetNameException e) {
            throw new EditRefusedException(Reason.INVALID_TARGET, where, e.getMessage());
        }
    }

    private static EditRefusedException invalid(String where, String expected) {
        return new EditRefusedException(
                Reason.INVALID_REQUEST, where, "At %s: %s.".formatted(where.isEmpty() ? "the top" : where, expected));
    }
}
