package io.otalite.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.events.MalformedEventException.Reason;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.MalformedJsonException;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import io.otalite.tuf.StrictJson;
import java.time.Instant;

/**
 * The value of {@link TargetsArchived}: a JSON object of which a reader takes the members it knows, as the schema {@code
 * schemas/TargetsArchived/v1.value.json} describes them.
 */
final class ArchivedValue {

    private static final StrictJson.Limits LIMITS = StrictJson.Limits.received(64 * 1024);

    private ArchivedValue() {}

    static Bytes encode(TargetsArchived event) {
        var identity = event.identity();
        var value = JsonNodeFactory.instance
                .objectNode()
                .put("factory", identity.factory().value())
                .put("dialect", identity.dialect().id())
                .put("set", identity.set())
                .put("role", identity.role().json())
                .put("version", identity.version().value())
                .put("sha256", event.sha256().hex())
                .put("bucket", event.bucket())
                .put("object", event.object())
                .put("generation", event.generation());
        return Bytes.utf8(value.toString());
    }

    static TargetsArchived decode(Bytes bytes, Instant time) {
        try {
            var value = StrictJson.object(bytes, LIMITS);
            var identity = new DocumentIdentity(
                    new FactoryName(text(value, "factory")),
                    Dialect.fromId(text(value, "dialect")),
                    text(value, "set"),
                    RoleName.fromJson(text(value, "role")),
                    new MetadataVersion(number(value, "version")));
            return new TargetsArchived(
                    identity,
                    new Sha256(text(value, "sha256")),
                    text(value, "bucket"),
                    text(value, "object"),
                    number(value, "generation"),
                    time);
        } catch (InvalidValueException | MalformedJsonException e) {
            throw new MalformedEventException(Reason.BAD_VALUE, "Value: " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode value, String member) {
        var node = value.path(member);
        if (!node.isTextual()) {
            throw unlike(member, "a string");
        }
        return node.textValue();
    }

    private static long number(JsonNode value, String member) {
        var node = value.path(member);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw unlike(member, "a whole number");
        }
        return node.longValue();
    }

    private static MalformedEventException unlike(String member, String expected) {
        return new MalformedEventException(
                Reason.BAD_VALUE, "The value's member \"" + member + "\" should be " + expected);
    }
}
