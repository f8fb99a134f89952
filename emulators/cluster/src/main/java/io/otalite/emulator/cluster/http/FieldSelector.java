package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The language of field selectors, with the fields that the API server knows for each kind.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/">Field selectors</a>
 */
final class FieldSelector {
    private static final Pattern TERM = Pattern.compile("([A-Za-z0-9.]+)(==|=|!=)(.*)");
    private static final Set<String> OF_ALL = Set.of("metadata.name", "metadata.namespace");
    private static final Map<Kind, Set<String>> OF_KIND = Map.of(
            Kinds.POD,
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "status.phase",
                    "status.podIP",
                    "status.nominatedNodeName"),
            Kinds.EVENT,
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"),
            Kinds.SECRET,
            Set.of("type"),
            Kinds.NAMESPACE,
            Set.of("status.phase"),
            Kinds.NODE,
            Set.of("spec.unschedulable"),
            Kinds.REPLICA_SET,
            Set.of("status.replicas"),
            Kinds.JOB,
            Set.of("status.successful"));

    private FieldSelector() {}

    /** @throws Refusal 400 for what is no selector, or names another field */
    static Predicate<JsonNode> parse(Kind kind, String selector) {
        Predicate<JsonNode> all = _ -> true;
        if (selector.isBlank()) {
            return all;
        }
        for (var term : List.of(selector.split(",", -1))) {
            all = all.and(term(kind, term.strip()));
        }
        return all;
    }

    /** The one name that a selector leaves; empty when it leaves others too. */
    static String exactName(String selector) {
        return Stream.of(selector.split(",", -1))
                .map(term -> TERM.matcher(term.strip()))
                .filter(term -> term.matches() && term.group(1).equals("metadata.name"))
                .filter(term -> !term.group(2).equals("!="))
                .map(term -> term.group(3))
                .findFirst()
                .orElse("");
    }

    private static Predicate<JsonNode> term(Kind kind, String text) {
        var matcher = TERM.matcher(text);
        if (!matcher.matches()) {
            throw Refusal.badRequest("invalid field selector: \"%s\"".formatted(text));
        }
        var field = matcher.group(1);
        if (!OF_ALL.contains(field) && !OF_KIND.getOrDefault(kind, Set.of()).contains(field)) {
            throw Refusal.badRequest("field label not supported: " + field);
        }
        var path = List.of((field.equals("source") ? "source.component" : field).split("\\.", -1));
        var wanted = matcher.group(3);
        var equal = !matcher.group(2).equals("!=");
        return object -> value(object, path).equals(wanted) == equal;
    }

    private static String value(JsonNode object, List<String> path) {
        var node = object;
        for (var name : path) {
            node = node.path(name);
        }
        return node.asText("");
    }
}
