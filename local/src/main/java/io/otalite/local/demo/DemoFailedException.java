package io.otalite.local.demo;

/** A step of the demo did not hold; the message says what was expected and what was found. */
public final class DemoFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailedException(String expected, String found) {
        super("expected %s; found %s".formatted(expected, found));
    }

    DemoFailedException(String step, RuntimeException cause) {
        super("%s: %s".formatted(step, cause.getMessage()), cause);
    }
}
