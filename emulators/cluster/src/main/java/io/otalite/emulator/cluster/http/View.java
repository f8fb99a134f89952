package io.otalite.emulator.cluster.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.tables.Table;
import io.otalite.emulator.cluster.wire.Json;
import java.time.Clock;
import java.util.List;

/** The form in which a client wants objects. Used by one call. */
sealed interface View {

    JsonNode one(ObjectNode object);

    /** @param metadata of the list */
    JsonNode list(ObjectNode metadata, List<ObjectNode> objects);

    /** What an event of a watch carries. */
    JsonNode event(ObjectNode object);

    /** What a bookmark carries: an object, or a table without rows, that has nothing but metadata. */
    JsonNode bookmark(ObjectNode metadata);

    /** The form that the call asks for in its {@code Accept}; the plain one unless it is a table. */
    static View of(Call call, Kind kind, Clock clock) {
        return call.header("Accept").orElse("").contains("as=Table")
                ? new Tabular(new Table(kind, Table.Included.of(call.query().text("includeObject"))), clock)
                : new Plain(kind);
    }

    record Plain(Kind kind) implements View {
        @Override
        public JsonNode one(ObjectNode object) {
            if (object.has("kind") && object.has("apiVersion")) {
                return object;
            }
            var typed = typed(kind.name());
            typed.setAll(object);
            return typed;
        }

        @Override
        public JsonNode list(ObjectNode metadata, List<ObjectNode> objects) {
            var list = typed(kind.name() + "List");
            list.set("metadata", metadata);
            var items = list.putArray("items");
            objects.forEach(object -> items.add(one(object)));
            return list;
        }

        @Override
        public JsonNode event(ObjectNode object) {
            return one(object);
        }

        @Override
        public JsonNode bookmark(ObjectNode metadata) {
            return typed(kind.name()).set("metadata", metadata);
        }

        private ObjectNode typed(String name) {
            return Json.object().put("kind", name).put("apiVersion", kind.apiVersion());
        }
    }

    final class Tabular implements View {
        private final Table table;
        private final Clock clock;
        private boolean columnsAreKnown;

        Tabular(Table table, Clock clock) {
            this.table = table;
            this.clock = clock;
        }

        @Override
        public JsonNode one(ObjectNode object) {
            return table.of(List.of(object), versionOf(object), true, clock.instant());
        }

        @Override
        public JsonNode list(ObjectNode metadata, List<ObjectNode> objects) {
            return table.of(objects, metadata, true, clock.instant());
        }

        @Override
        public JsonNode event(ObjectNode object) {
            return next(List.of(object), versionOf(object));
        }

        @Override
        public JsonNode bookmark(ObjectNode metadata) {
            return next(List.of(), metadata);
        }

        private JsonNode next(List<ObjectNode> objects, ObjectNode metadata) {
            var result = table.of(objects, metadata, !columnsAreKnown, clock.instant());
            columnsAreKnown = true;
            return result;
        }

        private static ObjectNode versionOf(ObjectNode object) {
            return Json.object().put("resourceVersion", Metadata.version(object));
        }
    }
}
