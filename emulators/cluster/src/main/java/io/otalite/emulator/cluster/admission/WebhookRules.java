package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** What a ValidatingWebhookConfiguration must be like, and what of it this cluster can do. */
final class WebhookRules {
    private static final int LONGEST_SECONDS = 30;

    private WebhookRules() {}

    static void check(JsonNode configuration, Faults faults) {
        var names = new HashSet<String>();
        var webhooks = objects(configuration, "webhooks");
        for (var i = 0; i < webhooks.size(); i++) {
            var webhook = webhooks.get(i);
            var path = "webhooks[%d]".formatted(i);
            var name = text(webhook, "name");
            if (name.isEmpty()) {
                faults.required(path + ".name");
            } else if (name.chars().filter(c -> c == '.').count() < 2) {
                faults.invalid(path + ".name", name, "should be a domain with at least three segments separated by dots");
            }
            if (!names.add(name)) {
                faults.duplicate(path + ".name", name);
            }
            checkOptions(webhook, path, faults);
            checkClient(webhook.path("clientConfig"), path + ".clientConfig", faults);
            checkRules(webhook, path, faults);
        }
    }

    private static void checkOptions(JsonNode webhook, String path, Faults faults) {
        if (webhook.has("matchConditions")) {
            faults.beyondThisCluster(path + ".matchConditions", "matchConditions, which are CEL expressions");
        }
        if (webhook.path("admissionReviewVersions").valueStream().noneMatch(version -> version.asText().equals("v1"))) {
            faults.invalid(
                    path + ".admissionReviewVersions",
                    webhook.path("admissionReviewVersions"),
                    "must include at least one of v1");
        }
        if (!webhook.has("sideEffects")) {
            faults.required(path + ".sideEffects", "must specify one of None, NoneOnDryRun");
        }
        faults.oneOf(webhook, path, "sideEffects", Set.of("None", "NoneOnDryRun"));
        faults.oneOf(webhook, path, "failurePolicy", Set.of("Fail", "Ignore"));
        faults.oneOf(webhook, path, "matchPolicy", Set.of("Equivalent", "Exact"));
        var timeout = webhook.path("timeoutSeconds").asInt(1);
        if (timeout < 1 || timeout > LONGEST_SECONDS) {
            faults.invalid(
                    path + ".timeoutSeconds",
                    webhook.path("timeoutSeconds"),
                    "the timeout value must be between 1 and 30 seconds");
        }
        for (var selector : Set.of("namespaceSelector", "objectSelector")) {
            var expressions = objects(webhook.path(selector), "matchExpressions");
            for (var i = 0; i < expressions.size(); i++) {
                faults.oneOf(
                        expressions.get(i),
                        "%s.%s.matchExpressions[%d]".formatted(path, selector, i),
                        "operator",
                        Set.of("In", "NotIn", "Exists", "DoesNotExist"));
            }
        }
    }

    private static void checkClient(JsonNode client, String path, Faults faults) {
        if (client.has("url") == client.has("service")) {
            faults.required(path, "exactly one of url or service is required");
        } else if (client.has("url") && !text(client, "url").startsWith("https://")) {
            faults.invalid(path + ".url", client.get("url"), "'https' is the only allowed URL scheme");
        }
        for (var field : Set.of("name", "namespace")) {
            if (client.has("service") && text(client.path("service"), field).isEmpty()) {
                faults.required(path + ".service." + field);
            }
        }
    }

    private static void checkRules(JsonNode webhook, String path, Faults faults) {
        var rules = objects(webhook, "rules");
        for (var i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            var at = "%s.rules[%d]".formatted(path, i);
            for (var list : new String[] {"operations", "apiGroups", "apiVersions", "resources"}) {
                if (rule.path(list).isEmpty()) {
                    faults.required(at + "." + list);
                }
            }
            rule.path("operations").forEach(operation -> {
                if (!Set.of("*", "CREATE", "UPDATE", "DELETE", "CONNECT").contains(operation.asText())) {
                    faults.unsupported(
                            at + ".operations", operation.asText(), Set.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE"));
                }
            });
            rule.path("resources").forEach(resource -> {
                if (resource.asText().contains("/") && !resource.asText().endsWith("/*")) {
                    faults.beyondThisCluster(at + ".resources", "webhooks for subresources (" + resource.asText() + ")");
                }
            });
        }
    }
}
