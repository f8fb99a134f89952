package io.otalite.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.tuf.Bytes;
import java.time.Instant;
import java.util.LinkedHashSet;

/**
 * The value of {@link KeyRotated}, as the schema {@code schemas/KeyRotated/v1.value.json} describes it. Others write it, too: what can be
 * known without being told may be left out.
 */
final class KeyRotatedValue {

    private static final int MAX_BYTES = 64 * 1024;

    private KeyRotatedValue() {}

    static Bytes encode(KeyRotated event) {
        var value = JsonNodeFactory.instance.objectNode();
        event.rotationId().ifPresent(id -> value.put("rotation_id", id));
        value.set("secret", event.secret().json());
        event.keys().forEach(value.putArray("keys")::add);
        event.oldKeyId().ifPresent(id -> value.put("old_key_id", id));
        event.newKeyId().ifPresent(id -> value.put("new_key_id", id));
        event.account().ifPresent(account -> value.put("account", account));
        value.put("rotated_at", event.rotatedAt().toString());
        return Bytes.utf8(value.toString());
    }

    /** @param told the time of the event, which stands for the time of the rotation where that is not told */
    static KeyRotated decode(Bytes bytes, Instant told) {
        return ReceivedValue.read(bytes, MAX_BYTES, value -> {
            KeyMaterial.refuse(value.node());
            return new KeyRotated(
                    value.optionalText("rotation_id"),
                    secret(value.member("secret")),
                    new LinkedHashSet<>(value.texts("keys")),
                    value.optionalText("old_key_id"),
                    value.optionalText("new_key_id"),
                    value.optionalText("account"),
                    value.optional("rotated_at", ReceivedValue::time).orElse(told));
        });
    }

    private static ObjectName secret(ReceivedValue name) {
        return new ObjectName(
                name.text("namespace"), name.optionalText("kind").orElse(ObjectName.SECRET), name.text("name"));
    }
}
