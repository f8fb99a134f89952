package io.otalite.emulator.cluster.admission;

/** What a request does to an object, in the words of webhook configurations. */
public enum Operation {
    CREATE("CreateOptions"),
    UPDATE("UpdateOptions"),
    DELETE("DeleteOptions");

    private final String options;

    Operation(String options) {
        this.options = options;
    }

    /** The kind of the options of such a request. */
    String options() {
        return options;
    }
}
