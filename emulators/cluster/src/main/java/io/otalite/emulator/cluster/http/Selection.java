package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.function.Predicate;

/**
 * Which objects of a kind a call is about.
 *
 * @param namespace empty for all
 * @param isAll whether there is no selector
 */
record Selection(Kind kind, String namespace, boolean isAll, Predicate<JsonNode> predicate) {

    /** @throws Refusal 400 for a selector that is none */
    static Selection of(Call call, Kind kind, String namespace) {
        var labels = call.query().text("labelSelector");
        var fields = call.query().text("fieldSelector");
        return new Selection(
                kind,
                kind.isNamespaced() ? namespace : "",
                labels.isBlank() && fields.isBlank(),
                LabelSelector.parse(labels).and(FieldSelector.parse(kind, fields)));
    }

    boolean has(JsonNode object) {
        return predicate.test(object);
    }
}
