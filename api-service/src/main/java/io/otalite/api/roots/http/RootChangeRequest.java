package io.otalite.api.roots.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.api.roots.RootChange;
import io.otalite.api.roots.RootChange.Rotation;
import io.otalite.api.signing.KeyScheme;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.StrictJson;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** Reads what a new root is to be like; what is not known is refused. */
final class RootChangeRequest {
    private static final int MAX_DEPTH = 8;

    /** PEM has line ends. */
    private static final StrictJson.Limits LIMITS =
            new StrictJson.Limits(100_000, MAX_DEPTH, StrictJson.Characters.ASCII_TEXT);

    private static final int LONGEST_MESSAGE = 500;

    private RootChangeRequest() {}

    /** The body that begins a root update. */
    static RootChange change(byte[] body) {
        var json = object(body, Set.of("message", "rotate", "root", "above"));
        var root = json.has("root")
                ? member(json, "", "root", Set.of("addKeys", "removeKeys", "threshold"))
                : json.objectNode();
        var threshold =
                root.has("threshold") ? OptionalInt.of(integer(root, "/root", "threshold", 1)) : OptionalInt.empty();
        if (threshold.isPresent() && threshold.getAsInt() < 1) {
            throw invalid("/root/threshold", "at least 1");
        }
        var added = texts(root, "/root", "addKeys").stream()
                .map(pem -> checked("/root/addKeys", () -> PublicKey.ofPem(pem)))
                .toList();
        return checked(
                "/above",
                () -> new RootChange(
                        message(json),
                        rotations(json),
                        added,
                        Set.copyOf(texts(root, "/root", "removeKeys")),
                        threshold,
                        false,
                        above(json)));
    }

    /**
     * The body that begins a recovery.
     *
     * @param factory the name that it has to repeat
     */
    static Recovery recovery(byte[] body, String factory) {
        var json = object(body, Set.of("message", "confirm", "above"));
        if (!factory.equals(json.path("confirm").textValue())) {
            throw invalid(
                    "/confirm",
                    "the factory's name, \"%s\", because every device downloads everything anew".formatted(factory));
        }
        return new Recovery(message(json), above(json));
    }

    /** @param above the highest version that a device may have seen */
    record Recovery(String message, long above) {}

    private static long above(ObjectNode json) {
        var above = json.path("above");
        if (!above.isMissingNode() && !(above.isIntegralNumber() && above.canConvertToLong())) {
            throw invalid("/above", "a whole number: the highest version that a device may have seen");
        }
        return above.asLong(0);
    }

    private static String message(ObjectNode json) {
        var message = json.path("message").textValue();
        if (message == null
                || message.isBlank()
                || message.length() > LONGEST_MESSAGE
                || message.chars().anyMatch(Character::isISOControl)) {
            throw invalid("/message", "why, for those who sign and for the record, in 1 to 500 characters of one line");
        }
        return message;
    }

    private static Map<RoleName, Rotation> rotations(ObjectNode json) {
        Map<RoleName, Rotation> rotations = new EnumMap<>(RoleName.class);
        if (!json.has("rotate")) {
            return rotations;
        }
        var rotate = member(json, "", "rotate", Set.of("root", "targets", "snapshot", "timestamp"));
        rotate.properties().forEach(entry -> {
            var where = "/rotate/" + entry.getKey();
            var rotation = member(rotate, "/rotate", entry.getKey(), Set.of("scheme", "keys", "threshold"));
            rotations.put(RoleName.fromJson(entry.getKey()), checked(where, () -> rotation(rotation, where)));
        });
        return rotations;
    }

    private static Rotation rotation(ObjectNode json, String where) {
        var scheme = json.path("scheme");
        if (!scheme.isMissingNode() && !scheme.isTextual()) {
            throw invalid(where + "/scheme", "the name of a scheme");
        }
        var keys = integer(json, where, "keys", 1);
        return new Rotation(
                scheme.isMissingNode() ? KeyScheme.ED25519 : KeyScheme.fromId(scheme.textValue()),
                keys,
                integer(json, where, "threshold", keys));
    }

    private static ObjectNode object(byte[] body, Set<String> members) {
        return known(StrictJson.object(body, LIMITS), "", members);
    }

    private static ObjectNode member(ObjectNode json, String where, String name, Set<String> members) {
        if (!(json.path(name) instanceof ObjectNode object)) {
            throw invalid(where + "/" + name, "an object");
        }
        return known(object, where + "/" + name, members);
    }

    private static ObjectNode known(ObjectNode object, String where, Set<String> members) {
        for (var member : object.properties()) {
            if (!members.contains(member.getKey())) {
                throw invalid(where + "/" + member.getKey(), "nothing of this name");
            }
        }
        return object;
    }

    private static List<String> texts(ObjectNode json, String where, String name) {
        var value = json.path(name);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!(value instanceof ArrayNode list) || !list.valueStream().allMatch(JsonNode::isTextual)) {
            throw invalid(where + "/" + name, "a list of strings");
        }
        return list.valueStream().map(JsonNode::textValue).toList();
    }

    private static int integer(ObjectNode json, String where, String name, int otherwise) {
        var value = json.path(name);
        if (!value.isMissingNode() && !(value.isIntegralNumber() && value.canConvertToInt())) {
            throw invalid(where + "/" + name, "a whole number");
        }
        return value.asInt(otherwise);
    }

    private static <T> T checked(String where, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidValueException e) {
            throw problem(where, "At %s: %s".formatted(where, e.getMessage()), String.valueOf(e.getMessage()));
        }
    }

    private static ProblemException invalid(String where, String expected) {
        return problem(where, "At %s: expected %s.".formatted(where, expected), expected);
    }

    private static ProblemException problem(String where, String detail, String error) {
        return new ProblemException(400, "invalid_root_change", "Invalid root change", detail, Map.of(where, error));
    }
}
