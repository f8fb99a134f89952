package io.otalite.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.Bytes;
import java.util.List;

/** The values of every {@link RotationReport}, as the schemas {@code schemas/Restart…} and {@code schemas/Rotation…} describe them. */
final class RotationValue {

    /** A report is cut to 51 texts of 500 characters, and a character of JSON has 6 bytes at most. */
    private static final int MAX_BYTES = 256 * 1024;

    private RotationValue() {}

    static Bytes encode(RotationReport event) {
        var value = JsonNodeFactory.instance.objectNode().put("rotation_id", event.rotationId());
        switch (event) {
            case RestartVerified e -> {
                names(value, e.secret(), e.workload());
                texts(value, "evidence", e.evidence());
                value.put("verified_at", e.verifiedAt().toString());
            }
            case RestartFailed e -> {
                names(value, e.secret(), e.workload());
                value.put("reason", e.reason());
                texts(value, "evidence", e.evidence());
                value.put("failed_at", e.failedAt().toString());
            }
            case RotationRefused e -> {
                value.put("what", e.what());
                texts(value, "reasons", e.reasons());
                value.put("refused_at", e.refusedAt().toString());
            }
            case RotationCompleted e -> completed(value, e);
            case RotationRolledBack e -> {
                value.put("what", e.what()).put("reason", e.reason());
                texts(value, "evidence", e.evidence());
                value.put("rolled_back_at", e.rolledBackAt().toString());
            }
        }
        return Bytes.utf8(value.toString());
    }

    private static void completed(ObjectNode value, RotationCompleted event) {
        value.put("what", event.what());
        event.account().ifPresent(account -> value.put("account", account));
        event.oldKeyId().ifPresent(id -> value.put("old_key_id", id));
        event.newKeyId().ifPresent(id -> value.put("new_key_id", id));
        texts(value, "evidence", event.evidence());
        value.put("completed_at", event.completedAt().toString());
    }

    static RestartVerified restartVerified(Bytes bytes) {
        return ReceivedValue.read(
                bytes,
                MAX_BYTES,
                value -> new RestartVerified(
                        value.text("rotation_id"),
                        value.object("secret"),
                        value.object("workload"),
                        value.texts("evidence"),
                        value.time("verified_at")));
    }

    static RestartFailed restartFailed(Bytes bytes) {
        return ReceivedValue.read(
                bytes,
                MAX_BYTES,
                value -> new RestartFailed(
                        value.text("rotation_id"),
                        value.object("secret"),
                        value.object("workload"),
                        value.text("reason"),
                        value.texts("evidence"),
                        value.time("failed_at")));
    }

    static RotationRefused refused(Bytes bytes) {
        return ReceivedValue.read(
                bytes,
                MAX_BYTES,
                value -> new RotationRefused(
                        value.text("rotation_id"),
                        value.text("what"),
                        value.texts("reasons"),
                        value.time("refused_at")));
    }

    static RotationCompleted completed(Bytes bytes) {
        return ReceivedValue.read(
                bytes,
                MAX_BYTES,
                value -> new RotationCompleted(
                        value.text("rotation_id"),
                        value.text("what"),
                        value.optionalText("account"),
                        value.optionalText("old_key_id"),
                        value.optionalText("new_key_id"),
                        value.texts("evidence"),
                        value.time("completed_at")));
    }

    static RotationRolledBack rolledBack(Bytes bytes) {
        return ReceivedValue.read(
                bytes,
                MAX_BYTES,
                value -> new RotationRolledBack(
                        value.text("rotation_id"),
                        value.text("what"),
                        value.text("reason"),
                        value.texts("evidence"),
                        value.time("rolled_back_at")));
    }

    private static void names(ObjectNode value, ObjectName secret, ObjectName workload) {
        value.set("secret", secret.json());
        value.set("workload", workload.json());
    }

    private static void texts(ObjectNode value, String member, List<String> texts) {
        texts.forEach(value.putArray(member)::add);
    }
}
