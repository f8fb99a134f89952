package io.otalite.rotation.images.registry;

/** A registry, or who speaks for it, gave no answer that could be used. */
final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    NoAnswerException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** What to tell an operator; nothing in it quotes a login or a body. */
    String reason() {
        return reason;
    }
}
