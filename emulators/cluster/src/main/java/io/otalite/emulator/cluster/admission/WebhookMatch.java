package io.otalite.emulator.cluster.admission;

import static io.otalite.emulator.cluster.admission.Fields.objects;
import static io.otalite.emulator.cluster.admission.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Lookup;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.reconcile.LabelSelector;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether a webhook wants to be asked about a request. */
final class WebhookMatch {

    private WebhookMatch() {}

    static boolean matches(ObjectNode webhook, AdmissionRequest request, Lookup lookup) {
        return objects(webhook, "rules").stream().anyMatch(rule -> matchesRule(rule, request))
                && matchesNamespace(webhook.path("namespaceSelector"), request, lookup)
                && matchesObject(webhook.path("objectSelector"), request);
    }

    private static boolean matchesRule(ObjectNode rule, AdmissionRequest request) {
        var kind = request.key().kind();
        var scope = kind.isNamespaced() ? "Namespaced" : "Cluster";
        return names(rule.path("operations"), request.operation().name())
                && names(rule.path("apiGroups"), kind.group())
                && names(rule.path("apiVersions"), kind.version())
                && rule.path("resources").valueStream().anyMatch(resource -> namesResource(resource, kind.plural()))
                && Set.of("*", "", scope).contains(text(rule, "scope"));
    }

    private static boolean names(JsonNode list, String word) {
        return list.valueStream().map(JsonNode::asText).anyMatch(item -> item.equals("*") || item.equals(word));
    }

    /** {@code pods/*} and {@code *}{@code /*} are the resource and its subresources; only the former are reviewed here. */
    private static boolean namesResource(JsonNode pattern, String plural) {
        var resource = pattern.asText();
        return Set.of("*", "*/*", plural, plural + "/*").contains(resource);
    }

    /** Objects outside of namespaces are always selected. */
    private static boolean matchesNamespace(JsonNode selector, AdmissionRequest request, Lookup lookup) {
        var key = request.key();
        var wanted = LabelSelector.of(selector);
        if (key.kind().equals(Kinds.NAMESPACE)) {
            var namespace = Optional.ofNullable(request.wanted()).or(() -> Optional.ofNullable(request.old()));
            return namespace.map(Metadata::labels).filter(wanted::matches).isPresent();
        }
        return !key.kind().isNamespaced()
                || lookup.get(ObjectKey.inCluster(Kinds.NAMESPACE, key.namespace()))
                        .map(Metadata::labels)
                        .filter(wanted::matches)
                        .isPresent();
    }

    /** An object is reviewed when it is selected before or after the request. */
    private static boolean matchesObject(JsonNode selector, AdmissionRequest request) {
        var wanted = LabelSelector.of(selector);
        return Stream.of(Optional.ofNullable(request.old()), Optional.ofNullable(request.wanted()))
                .flatMap(Optional::stream)
                .map(Metadata::labels)
                .anyMatch(wanted::matches);
    }
}
