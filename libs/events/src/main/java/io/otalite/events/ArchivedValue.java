package io.otalite.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.time.Instant;

/**
 * The value of {@link TargetsArchived}: a JSON object of which a reader takes the members it knows, as the schema {@code
 * schemas/TargetsArchived/v1.value.json} describes them.
 */
final class ArchivedValue {

    private static final int MAX_BYTES = 64 * 1024;

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
        return ReceivedValue.read(bytes, MAX_BYTES, value -> {
            var identity = new DocumentIdentity(
                    new FactoryName(value.text("factory")),
                    Dialect.fromId(value.text("dialect")),
                    value.text("set"),
                    RoleName.fromJson(value.text("role")),
                    new MetadataVersion(value.number("version")));
            return new TargetsArchived(
                    identity,
                    new Sha256(value.text("sha256")),
                    value.text("bucket"),
                    value.text("object"),
                    value.number("generation"),
                    time);
        });
    }
}
