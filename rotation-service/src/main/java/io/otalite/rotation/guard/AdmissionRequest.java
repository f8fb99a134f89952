package io.otalite.rotation.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * What the API server asks (admission.k8s.io/v1 AdmissionReview). Dry runs are asked alike, and answered alike.
 *
 * @param uid identifies the question; the answer repeats it
 * @param subject the object that is created, changed or deleted
 * @param dryRun whether nothing is going to happen
 * @param object as it is to be; missing for a deletion
 * @param oldObject as it is; missing for a creation
 */
public record AdmissionRequest(
        String uid,
        Operation operation,
        ObjectRef subject,
        String user,
        boolean dryRun,
        JsonNode object,
        JsonNode oldObject) {
    private static final int FORBIDDEN = 403;

    /** What is to be done. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE,
        /** Something that is not guarded. */
        OTHER
    }

    /** Reads a review; empty when it is none. */
    public static Optional<AdmissionRequest> read(JsonNode review) {
        var request = review.path("request");
        var uid = request.path("uid").asText();
        var operation = operation(request.path("operation").asText());
        var kind = request.path("kind");
        if (!review.path("apiVersion").asText().equals("admission.k8s.io/v1")
                || !review.path("kind").asText().equals("AdmissionReview")
                || uid.isEmpty()
                || kind.path("kind").asText().isEmpty()) {
            return Optional.empty();
        }
        var object = named(request, request.path("object"));
        var oldObject = named(request, request.path("oldObject"));
        var shown = operation == Operation.DELETE ? oldObject : object;
        if (operation != Operation.OTHER && !shown.isObject()) {
            return Optional.empty();
        }
        var user = request.path("userInfo").path("username").asText();
        var dryRun = request.path("dryRun").asBoolean();
        return Optional.of(
                new AdmissionRequest(uid, operation, ObjectReader.ref(shown), user, dryRun, object, oldObject));
    }

    /** The review that answers this one. */
    public JsonNode answer(Answer answer) {
        var review = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "admission.k8s.io/v1")
                .put("kind", "AdmissionReview");
        var response = review.putObject("response").put("uid", uid);
        switch (answer) {
            case Answer.Allowed(Answer.Outcome _, List<String> warnings) -> {
                response.put("allowed", true);
                if (!warnings.isEmpty()) {
                    warnings.forEach(response.putArray("warnings")::add);
                }
            }
            case Answer.Refused(String message) ->
                response.put("allowed", false)
                        .putObject("status")
                        .put("code", FORBIDDEN)
                        .put("reason", "Forbidden")
                        .put("message", message);
        }
        return review;
    }

    /** An object on its way may lack what the request says of it. */
    private static JsonNode named(JsonNode request, JsonNode object) {
        if (!(object instanceof ObjectNode whole)) {
            return object;
        }
        var kind = request.path("kind");
        var group = kind.path("group").asText();
        var version = kind.path("version").asText();
        var named = whole.deepCopy();
        named.put("apiVersion", group.isEmpty() ? version : group + '/' + version);
        named.put("kind", kind.path("kind").asText());
        var metadata = named.withObjectProperty("metadata");
        putIfAbsent(metadata, "namespace", request.path("namespace").asText());
        putIfAbsent(metadata, "name", request.path("name").asText());
        return named;
    }

    private static void putIfAbsent(ObjectNode metadata, String field, String value) {
        if (metadata.path(field).asText().isEmpty() && !value.isEmpty()) {
            metadata.put(field, value);
        }
    }

    private static Operation operation(String word) {
        return switch (word) {
            case "CREATE" -> Operation.CREATE;
            case "UPDATE" -> Operation.UPDATE;
            case "DELETE" -> Operation.DELETE;
            default -> Operation.OTHER;
        };
    }
}
