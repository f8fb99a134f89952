package io.otalite.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.events.MalformedEventException.Reason;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.MalformedJsonException;
import io.otalite.tuf.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The values of {@link FindingRaised} and {@link FindingCleared}: JSON objects of which a reader takes the members it knows, as the
 * schemas {@code schemas/Finding…/v1.value.json} describe them.
 */
final class FindingValue {

    private static final StrictJson.Limits LIMITS = StrictJson.Limits.received(256 * 1024);
    private static final JsonMapper JSON = new JsonMapper();

    private FindingValue() {}

    static Bytes encode(FindingRaised event) {
        var value = begin(event.id(), event.workload());
        event.revision().ifPresent(revision -> value.put("revision", revision));
        value.put("verdict", event.verdict()).put("cause", event.cause()).put("path", event.path());
        value.set("target", object(event.target()));
        event.key().ifPresent(key -> value.put("key", key));
        value.put("message", event.message())
                .put("since", event.since().toString())
                .put("evidence", event.evidence());
        event.nearest().ifPresent(nearest -> value.put("nearest", nearest));
        event.fix().ifPresent(fix -> value.set("fix", fix(fix)));
        value.put("also_affected", event.alsoAffected())
                .put("judged_at", event.judgedAt().toString());
        return Bytes.utf8(value.toString());
    }

    static Bytes encode(FindingCleared event) {
        var value = begin(event.id(), event.workload())
                .put("cause", event.cause())
                .put("since", event.since().toString())
                .put("cleared_at", event.clearedAt().toString());
        return Bytes.utf8(value.toString());
    }

    static FindingRaised raised(Bytes bytes) {
        return read(
                bytes,
                value -> new FindingRaised(
                        text(value, "id"),
                        object(value, "workload"),
                        optional(value, "revision"),
                        text(value, "verdict"),
                        text(value, "cause"),
                        text(value, "path"),
                        object(value, "target"),
                        optional(value, "key"),
                        text(value, "message"),
                        time(value, "since"),
                        text(value, "evidence"),
                        optional(value, "nearest"),
                        value.has("fix") ? Optional.of(fix(value.path("fix"))) : Optional.empty(),
                        count(value, "also_affected"),
                        time(value, "judged_at")));
    }

    static FindingCleared cleared(Bytes bytes) {
        return read(
                bytes,
                value -> new FindingCleared(
                        text(value, "id"),
                        object(value, "workload"),
                        text(value, "cause"),
                        time(value, "since"),
                        time(value, "cleared_at")));
    }

    @FunctionalInterface
    private interface Form<E> {
        E of(ObjectNode value);
    }

    private static <E> E read(Bytes bytes, Form<E> form) {
        try {
            return form.of(StrictJson.object(bytes, LIMITS));
        } catch (InvalidValueException | MalformedJsonException e) {
            throw new MalformedEventException(Reason.BAD_VALUE, "Value: " + e.getMessage(), e);
        }
    }

    private static ObjectNode begin(String id, ObjectName workload) {
        var value = JsonNodeFactory.instance.objectNode().put("id", id);
        value.set("workload", object(workload));
        return value;
    }

    private static ObjectNode object(ObjectName name) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("namespace", name.namespace())
                .put("kind", name.kind())
                .put("name", name.name());
    }

    private static ObjectName object(JsonNode value, String member) {
        var node = value.path(member);
        return new ObjectName(text(node, "namespace"), text(node, "kind"), text(node, "name"));
    }

    private static ObjectNode fix(FindingRaised.Fix fix) {
        var node = JsonNodeFactory.instance.objectNode().put("command", fix.command());
        fix.patch().ifPresent(patch -> node.set("patch", array(patch)));
        return node;
    }

    private static FindingRaised.Fix fix(JsonNode node) {
        var patch = node.path("patch");
        if (!patch.isMissingNode() && !patch.isArray()) {
            throw unlike("patch", "an array");
        }
        return new FindingRaised.Fix(
                text(node, "command"), patch.isArray() ? Optional.of(patch.toString()) : Optional.empty());
    }

    private static JsonNode array(String patch) {
        try {
            var node = JSON.readTree(patch);
            if (node.isArray()) {
                return node;
            }
        } catch (JsonProcessingException _) {
            // Said below.
        }
        throw new InvalidValueException("a patch", "a JSON array", EventChecks.excerpt(patch));
    }

    private static String text(JsonNode value, String member) {
        var node = value.path(member);
        if (!node.isTextual()) {
            throw unlike(member, "a string");
        }
        return node.textValue();
    }

    private static Optional<String> optional(JsonNode value, String member) {
        return value.has(member) ? Optional.of(text(value, member)) : Optional.empty();
    }

    private static Instant time(JsonNode value, String member) {
        try {
            return OffsetDateTime.parse(text(value, member)).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedEventException(
                    Reason.BAD_VALUE, "The value's member \"" + member + "\" should be a time as in RFC 3339", e);
        }
    }

    private static int count(JsonNode value, String member) {
        var node = value.path(member);
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw unlike(member, "a whole number");
        }
        return node.intValue();
    }

    private static MalformedEventException unlike(String member, String expected) {
        return new MalformedEventException(
                Reason.BAD_VALUE, "The value's member \"" + member + "\" should be " + expected);
    }
}
