package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Lookup;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the validating webhooks of the cluster about a request. It waits for their answers, so it is called before a write
 * and never under the lock of the store. They are asked one after the other, where a real server asks all at once: the
 * first refusal counts either way.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Dynamic admission
 *     control</a>
 */
public final class Webhooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final Lookup lookup;
    private final WebhookCalls calls;

    public Webhooks(Lookup lookup, ServiceAddresses services) {
        this.lookup = lookup;
        this.calls = new WebhookCalls(services);
    }

    /**
     * Asks every webhook that wants to be asked about such a request.
     *
     * @param old null on creation
     * @param wanted null on deletion
     * @return warnings for the client
     * @throws Refusal when a webhook denies, with its code; 500 when one that must be asked cannot be
     */
    public List<String> review(
            Operation operation,
            ObjectKey key,
            @Nullable ObjectNode old,
            @Nullable ObjectNode wanted,
            Caller caller,
            Write write) {
        var warnings = new ArrayList<String>();
        if (key.kind().equals(Kinds.VALIDATING_WEBHOOK_CONFIGURATION)) {
            // A webhook that could refuse its own removal could never be removed.
            return warnings;
        }
        var request = new AdmissionRequest(operation, key, old, wanted, caller, write);
        for (var configuration :
                lookup.list(Kinds.VALIDATING_WEBHOOK_CONFIGURATION, "").items()) {
            for (var webhook : objects(configuration, "webhooks")) {
                if (WebhookMatch.matches(webhook, request, lookup)) {
                    warnings.addAll(ask(Metadata.name(configuration), webhook, request));
                }
            }
        }
        return warnings;
    }

    private List<String> ask(String configuration, ObjectNode webhook, AdmissionRequest request) {
        var name = text(webhook, "name");
        JsonNode response;
        try {
            response = calls.call(configuration, webhook, request.toReview());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(name, "interrupted");
        } catch (IOException e) {
            if (text(webhook, "failurePolicy").equals("Ignore")) {
                LOG.atWarn()
                        .setMessage("A webhook could not be asked and is ignored")
                        .addKeyValue("webhook", name)
                        .addKeyValue("reason", e.getMessage())
                        .log();
                return List.of();
            }
            throw failed(name, String.valueOf(e.getMessage()));
        }
        if (!response.path("allowed").asBoolean()) {
            throw denied(name, response.path("status"));
        }
        return response.path("warnings").valueStream().map(JsonNode::asText).toList();
    }

    private static Refusal failed(String name, String why) {
        return new Refusal(
                500,
                "InternalError",
                "Internal error occurred: failed calling webhook \"%s\": failed to call webhook: %s"
                        .formatted(name, why),
                JsonNodeFactory.instance.objectNode());
    }

    private static Refusal denied(String name, JsonNode status) {
        var reason = text(status, "reason");
        var message = text(status, "message").isEmpty() ? reason : text(status, "message");
        var details = status.get("details") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        return new Refusal(
                Math.max(400, status.path("code").asInt()),
                reason,
                "admission webhook \"%s\" denied the request%s"
                        .formatted(name, message.isEmpty() ? " without explanation" : ": " + message),
                details);
    }

    @Override
    public void close() {
        calls.close();
    }
}
