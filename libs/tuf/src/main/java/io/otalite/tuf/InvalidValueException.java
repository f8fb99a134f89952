package io.otalite.tuf;

/** A value that breaks the rule of its own type, refused where it is made so that no later code has to doubt it. */
public final class InvalidValueException extends TufException {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final String expected;
    private final String found;

    public InvalidValueException(String what, String expected, String found) {
        super("%s must be %s, found %s".formatted(what, expected, found));
        this.what = what;
        this.expected = expected;
        this.found = found;
    }

    /** The kind of value, as a person calls it. */
    public String what() {
        return what;
    }

    /** The rule. */
    public String expected() {
        return expected;
    }

    /** What stood there instead, shortened when it is long. */
    public String found() {
        return found;
    }
}
