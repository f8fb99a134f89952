package io.otalite.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.InvalidValueException;
import java.util.Optional;

/**
 * The values of {@link FindingRaised} and {@link FindingCleared}: JSON objects of which a reader takes the members it knows, as the
 * schemas {@code schemas/Finding…/v1.value.json} describe them.
 */
final class FindingValue {

    private static final int MAX_BYTES = 256 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private FindingValue() {}

    static Bytes encode(FindingRaised event) {
        var value = begin(event.id(), event.workload());
        event.revision().ifPresent(revision -> value.put("revision", revision));
        value.put("verdict", event.verdict()).put("cause", event.cause()).put("path", event.path());
        value.set("target", event.target().json());
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
        return ReceivedValue.read(
                bytes,
                MAX_BYTES,
                value -> new FindingRaised(
                        value.text("id"),
                        value.object("workload"),
                        value.optionalText("revision"),
                        value.text("verdict"),
                        value.text("cause"),
                        value.text("path"),
                        value.object("target"),
                        value.optionalText("key"),
                        value.text("message"),
                        value.time("since"),
                        value.text("evidence"),
                        value.optionalText("nearest"),
                        value.optional("fix", FindingValue::fix),
                        value.count("also_affected"),
                        value.time("judged_at")));
    }

    static FindingCleared cleared(Bytes bytes) {
        return ReceivedValue.read(
                bytes,
                MAX_BYTES,
                value -> new FindingCleared(
                        value.text("id"),
                        value.object("workload"),
                        value.text("cause"),
                        value.time("since"),
                        value.time("cleared_at")));
    }

    private static ObjectNode begin(String id, ObjectName workload) {
        var value = JsonNodeFactory.instance.objectNode().put("id", id);
        value.set("workload", workload.json());
        return value;
    }

    private static ObjectNode fix(FindingRaised.Fix fix) {
        var node = JsonNodeFactory.instance.objectNode().put("command", fix.command());
        fix.patch().ifPresent(patch -> node.set("patch", array(patch)));
        return node;
    }

    private static FindingRaised.Fix fix(ReceivedValue value, String member) {
        var fix = value.member(member);
        var patch = fix.member("patch").node();
        if (!patch.isMissingNode() && !patch.isArray()) {
            throw ReceivedValue.unlike("patch", "an array");
        }
        return new FindingRaised.Fix(
                fix.text("command"), patch.isArray() ? Optional.of(patch.toString()) : Optional.empty());
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
}
