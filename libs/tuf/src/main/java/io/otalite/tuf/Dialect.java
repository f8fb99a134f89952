package io.otalite.tuf;

import java.util.Arrays;

/** The flavour of metadata a factory serves; its id is part of every document's identity. */
public enum Dialect {
    /** The TUF specification, version 1.0.34. */
    TUF("tuf");

    private final String id;

    Dialect(String id) {
        this.id = id;
    }

    /** The name in paths, headers and file names. */
    public String id() {
        return id;
    }

    /** The dialect of that id; {@link InvalidValueException} for any other text. */
    public static Dialect fromId(String id) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidValueException("a dialect", "'tuf'", Excerpt.of(id)));
    }
}
