package io.otalite.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.events.MalformedEventException.Reason;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.MalformedJsonException;
import io.otalite.tuf.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A received value that is JSON of our own: an object of which a reader takes the members it knows. Each refusal names the member
 * and does not repeat what stands there.
 */
record ReceivedValue(JsonNode node) {

    /**
     * Reads the object that stands in the bytes.
     *
     * @param maxBytes the most that such a value may have
     * @throws MalformedEventException if it is no such object, or {@code form} refuses it
     */
    static <E> E read(Bytes bytes, int maxBytes, Function<ReceivedValue, E> form) {
        try {
            return form.apply(new ReceivedValue(StrictJson.object(bytes, StrictJson.Limits.received(maxBytes))));
        } catch (MalformedJsonException e) {
            // Neither its message nor the exception: they may repeat the value, and nobody knows what was sent.
            throw new MalformedEventException(
                    Reason.BAD_VALUE,
                    "Value: %s at line %d, column %d. %s"
                            .formatted(e.code(), e.line(), e.column(), e.code().remedy()));
        } catch (InvalidValueException e) {
            throw new MalformedEventException(Reason.BAD_VALUE, "Value: " + e.getMessage(), e);
        }
    }

    boolean has(String member) {
        return node.has(member);
    }

    ReceivedValue member(String member) {
        return new ReceivedValue(node.path(member));
    }

    String text(String member) {
        var text = node.path(member);
        if (!text.isTextual()) {
            throw unlike(member, "a string");
        }
        return text.textValue();
    }

    Optional<String> optionalText(String member) {
        return optional(member, ReceivedValue::text);
    }

    /** What stands under the name, read as {@code form} says; empty where there is no such member. */
    <T> Optional<T> optional(String member, Form<T> form) {
        return has(member) ? Optional.of(form.of(this, member)) : Optional.empty();
    }

    List<String> texts(String member) {
        var array = node.path(member);
        if (!array.isArray() || !array.valueStream().allMatch(JsonNode::isTextual)) {
            throw unlike(member, "an array of strings");
        }
        return array.valueStream().map(JsonNode::textValue).toList();
    }

    Instant time(String member) {
        try {
            return OffsetDateTime.parse(text(member)).toInstant();
        } catch (DateTimeException _) {
            throw unlike(member, "a time as in RFC 3339");
        }
    }

    long number(String member) {
        var number = node.path(member);
        if (!number.isIntegralNumber() || !number.canConvertToLong()) {
            throw unlike(member, "a whole number");
        }
        return number.longValue();
    }

    int count(String member) {
        var number = node.path(member);
        if (!number.isIntegralNumber() || !number.canConvertToInt()) {
            throw unlike(member, "a whole number");
        }
        return number.intValue();
    }

    ObjectName object(String member) {
        var name = member(member);
        return new ObjectName(name.text("namespace"), name.text("kind"), name.text("name"));
    }

    /** How a member is read. */
    @FunctionalInterface
    interface Form<T> {
        T of(ReceivedValue value, String member);
    }

    static MalformedEventException unlike(String member, String expected) {
        return new MalformedEventException(
                Reason.BAD_VALUE, "The value's member \"" + member + "\" should be " + expected);
    }
}
