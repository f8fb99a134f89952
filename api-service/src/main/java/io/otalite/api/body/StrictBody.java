package io.otalite.api.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.rest.ProblemException;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An object of a request's body, all of whose members are known. What is wrong is refused as a problem with the status 400
 * and the JSON pointer of the place: a member that nobody knows too, as it would else be a wish that nobody heard.
 */
public final class StrictBody {
    private final ObjectNode json;
    private final String where;
    private final String code;

    private StrictBody(ObjectNode json, String where, String code) {
        this.json = json;
        this.where = where;
        this.code = code;
    }

    /**
     * Reads a body.
     *
     * @param code of the problem that refuses it, such as {@code invalid_factory}
     * @param members that are known
     * @throws io.otalite.tuf.MalformedJsonException when it is no strict JSON
     */
    public static StrictBody read(byte[] body, StrictJson.Limits limits, String code, Set<String> members) {
        return new StrictBody(StrictJson.object(body, limits), "", code).knowing(members);
    }

    private StrictBody knowing(Set<String> members) {
        for (var member : json.properties()) {
            if (!members.contains(member.getKey())) {
                throw refused(member.getKey(), "nothing of this name");
            }
        }
        return this;
    }

    /** Whether the member is there, be it {@code null}. */
    public boolean has(String name) {
        return json.has(name);
    }

    public boolean isNull(String name) {
        return json.path(name).isNull();
    }

    /** The names of the members that are there. */
    public List<String> names() {
        return json.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** An object, all of whose members are known; empty when it is not there. */
    public Optional<StrictBody> object(String name, Set<String> members) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!(json.path(name) instanceof ObjectNode object)) {
            throw refused(name, "an object");
        }
        return Optional.of(new StrictBody(object, pointer(name), code).knowing(members));
    }

    public Optional<Boolean> bool(String name) {
        return member(name, JsonNode::isBoolean, "true or false").map(JsonNode::booleanValue);
    }

    public OptionalInt integer(String name) {
        return member(name, node -> node.isIntegralNumber() && node.canConvertToInt(), "a whole number")
                .map(node -> OptionalInt.of(node.intValue()))
                .orElseGet(OptionalInt::empty);
    }

    public OptionalLong longInteger(String name) {
        return member(name, node -> node.isIntegralNumber() && node.canConvertToLong(), "a whole number")
                .map(node -> OptionalLong.of(node.longValue()))
                .orElseGet(OptionalLong::empty);
    }

    public Optional<String> text(String name) {
        return member(name, JsonNode::isTextual, "a string").map(JsonNode::textValue);
    }

    /** A list of strings; empty when it is not there. */
    public Optional<List<String>> texts(String name) {
        return member(
                        name,
                        node -> node instanceof ArrayNode list
                                && list.valueStream().allMatch(JsonNode::isTextual),
                        "a list of strings")
                .map(list -> list.valueStream().map(JsonNode::textValue).toList());
    }

    private Optional<JsonNode> member(String name, Function<JsonNode, Boolean> suits, String expected) {
        if (!has(name)) {
            return Optional.empty();
        }
        var node = json.path(name);
        if (!suits.apply(node)) {
            throw refused(name, expected);
        }
        return Optional.of(node);
    }

    /** A value that is made of a member, or of the whole object for an empty name. */
    public <T> T checked(String name, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidValueException e) {
            var at = name.isEmpty() ? top() : pointer(name);
            throw problem(at, "At %s: %s".formatted(at, e.getMessage()), String.valueOf(e.getMessage()));
        }
    }

    /** The refusal of a member. */
    public ProblemException refused(String name, String expected) {
        return problem(pointer(name), "At %s: expected %s.".formatted(pointer(name), expected), expected);
    }

    private ProblemException problem(String at, String detail, String error) {
        var words = code.replace('_', ' ');
        var title = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return new ProblemException(400, code, title, detail, Map.of(at, error));
    }

    private String top() {
        return where.isEmpty() ? "/" : where;
    }

    private String pointer(String name) {
        return where + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
