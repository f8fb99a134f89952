package io.otalite.emulator.cluster.tables;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One column of a table.
 *
 * @param isWide whether it is shown with {@code -o wide} only
 */
record Column(String name, String type, boolean isWide, Cell cell) {

    /** What stands in a row, as of a moment: a string or a number. */
    @FunctionalInterface
    interface Cell {
        Object of(ObjectNode object, Instant now);
    }

    /** The cell of columns that do not depend on the time. */
    @FunctionalInterface
    interface Content {
        Object of(ObjectNode object);
    }

    static Column text(String name, Content content) {
        return new Column(name, "string", false, (object, _) -> content.of(object));
    }

    static Column number(String name, Content content) {
        return new Column(name, "integer", false, (object, _) -> content.of(object));
    }

    static Column time(String name, Cell cell) {
        return new Column(name, "string", false, cell);
    }

    Column wide() {
        return new Column(name, type, true, cell);
    }
}
