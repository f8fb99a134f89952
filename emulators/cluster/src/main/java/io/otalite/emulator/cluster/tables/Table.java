package io.otalite.emulator.cluster.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Refusal;
import java.time.Instant;
import java.util.List;

/** Objects of a kind as a {@code meta.k8s.io/v1 Table}. */
public final class Table {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<Column> columns;
    private final Included included;

    /** What of the object comes with its row. */
    public enum Included {
        METADATA,
        OBJECT,
        NONE;

        /** @throws Refusal 400 for a word that is none */
        public static Included of(String includeObject) {
            return switch (includeObject) {
                case "", "Metadata" -> METADATA;
                case "Object" -> OBJECT;
                case "None" -> NONE;
                default -> throw Refusal.badRequest("includeObject must be None, Metadata or Object");
            };
        }
    }

    public Table(Kind kind, Included included) {
        this.columns = Columns.of(kind);
        this.included = included;
    }

    /**
     * Makes a table.
     *
     * @param metadata of the list
     * @param withColumns false for the later tables of a watch, whose reader knows them
     */
    public ObjectNode of(List<ObjectNode> objects, ObjectNode metadata, boolean withColumns, Instant now) {
        var table = NODES.objectNode().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.set("metadata", metadata);
        table.set("columnDefinitions", withColumns ? definitions() : NODES.nullNode());
        var rows = table.putArray("rows");
        objects.forEach(object -> rows.add(row(object, now)));
        return table;
    }

    private ArrayNode definitions() {
        var definitions = NODES.arrayNode();
        for (var column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.name().equals("Name") ? "name" : "")
                    .put("description", column.name())
                    .put("priority", column.isWide() ? 1 : 0);
        }
        return definitions;
    }

    private ObjectNode row(ObjectNode object, Instant now) {
        var row = NODES.objectNode();
        var cells = row.putArray("cells");
        columns.forEach(column -> cells.addPOJO(column.cell().of(object, now)));
        switch (included) {
            case METADATA -> row.set("object", partial(object));
            case OBJECT -> row.set("object", object);
            case NONE -> row.set("object", NODES.nullNode());
        }
        return row;
    }

    private static JsonNode partial(ObjectNode object) {
        var partial = NODES.objectNode().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        return partial.set("metadata", object.path("metadata"));
    }
}
