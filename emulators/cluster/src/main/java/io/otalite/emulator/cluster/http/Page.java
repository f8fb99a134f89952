package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectList;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A part of a list. Pages follow each other in the order of keys; they are not one snapshot, but all of them carry the version
 * of the first, so that a watch from there makes good what came between.
 */
record Page(ObjectNode metadata, List<ObjectNode> items) {

    /** Where a page begins: after an object, in a list that was begun at a version. */
    private record Start(long version, String namespace, String name) {
        boolean isBefore(ObjectNode object) {
            var order = namespace.compareTo(Metadata.namespace(object));
            return order < 0 || (order == 0 && name.compareTo(Metadata.name(object)) < 0);
        }
    }

    /**
     * Cuts a page out of what there is.
     *
     * @throws Refusal 400 for a token that is none, 410 for one from another life of the store
     */
    static Page of(ObjectList list, Selection selection, Query query) {
        var start = query.find("continue").map(Page::decode);
        start.filter(one -> one.version() > list.version()).ifPresent(_ -> {
            throw new Refusal(410, "Expired", "The provided continue parameter is too old", Json.object());
        });
        var wanted = query.smallNumber("limit").orElse(0);
        var limit = wanted == 0 ? Integer.MAX_VALUE : wanted;
        var items = new ArrayList<ObjectNode>();
        var left = 0;
        for (var object : list.items()) {
            if (selection.has(object) && start.map(one -> one.isBefore(object)).orElse(true)) {
                if (items.size() < limit) {
                    items.add(object);
                } else {
                    left++;
                }
            }
        }
        var version = start.map(Start::version).orElse(list.version());
        return new Page(metadata(version, items, left, selection), items);
    }

    private static ObjectNode metadata(long version, List<ObjectNode> items, int left, Selection selection) {
        var metadata = Json.object().put("resourceVersion", Long.toString(version));
        if (left > 0) {
            var last = items.getLast();
            metadata.put("continue", encode(new Start(version, Metadata.namespace(last), Metadata.name(last))));
            if (selection.isAll()) {
                metadata.put("remainingItemCount", left);
            }
        }
        return metadata;
    }

    private static String encode(Start start) {
        var json = Json.object()
                .put("version", start.version())
                .put("namespace", start.namespace())
                .put("name", start.name());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(json));
    }

    private static Start decode(String token) {
        try {
            var json = Json.parse(Base64.getUrlDecoder().decode(token));
            return Optional.of(json)
                    .filter(one -> one.has("version") && one.has("name"))
                    .map(one -> new Start(
                            one.path("version").asLong(),
                            one.path("namespace").asText(),
                            one.path("name").asText()))
                    .orElseThrow(Page::notAToken);
        } catch (IOException | IllegalArgumentException _) {
            throw notAToken();
        }
    }

    private static Refusal notAToken() {
        return Refusal.badRequest("continue key is not valid");
    }
}
