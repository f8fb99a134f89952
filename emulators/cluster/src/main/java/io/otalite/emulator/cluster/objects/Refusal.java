package io.otalite.emulator.cluster.objects;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The answer "no", in the words of a Kubernetes API server: an HTTP code, a machine-readable reason and a message.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/">Status</a>
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    /**
     * One of several reasons for a refusal.
     *
     * @param field the path in the object, such as {@code spec.selector}
     */
    public record Cause(String reason, String message, String field) {}

    public Refusal(int code, String reason, String message, ObjectNode details) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = details;
    }

    public static Refusal notFound(ObjectKey key) {
        return about(404, "NotFound", key, "not found");
    }

    public static Refusal alreadyExists(ObjectKey key) {
        return about(409, "AlreadyExists", key, "already exists");
    }

    /** Somebody else was faster, or a precondition does not hold. */
    public static Refusal conflict(ObjectKey key, String why) {
        return new Refusal(
                409,
                "Conflict",
                "Operation cannot be fulfilled on %s \"%s\": %s"
                        .formatted(key.kind().groupResource(), key.name(), why),
                detailsOf(key));
    }

    public static Refusal badRequest(String message) {
        return new Refusal(400, "BadRequest", message, JsonNodeFactory.instance.objectNode());
    }

    /** The object breaks rules of its kind; each cause is named. */
    public static Refusal invalid(ObjectKey key, List<Cause> causes) {
        var kind = key.kind();
        var details = detailsOf(key).put("kind", kind.name());
        var list = details.putArray("causes");
        causes.forEach(cause -> list.addObject()
                .put("reason", cause.reason())
                .put("message", cause.message())
                .put("field", cause.field()));
        var texts = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .toList();
        var text = texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
        var name = kind.group().isEmpty() ? kind.name() : kind.name() + "." + kind.group();
        return new Refusal(422, "Invalid", "%s \"%s\" is invalid: %s".formatted(name, key.name(), text), details);
    }

    public static Refusal forbidden(ObjectKey key, String why) {
        return about(403, "Forbidden", key, "is forbidden: " + why);
    }

    private static Refusal about(int code, String reason, ObjectKey key, String text) {
        var message = "%s \"%s\" %s".formatted(key.kind().groupResource(), key.name(), text);
        return new Refusal(code, reason, message, detailsOf(key));
    }

    private static ObjectNode detailsOf(ObjectKey key) {
        var details = JsonNodeFactory.instance.objectNode().put("name", key.name());
        if (!key.kind().group().isEmpty()) {
            details.put("group", key.kind().group());
        }
        return details.put("kind", key.kind().plural());
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /** The body of the answer: a {@code Status}. */
    public ObjectNode status() {
        var status = JsonNodeFactory.instance.objectNode().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", getMessage()).put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", code);
    }
}
