package io.otalite.emulator.cluster.kubelet;

/** A manifest refers to what is not there; the message is the one that a kubelet shows. */
final class MissingReferenceException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingReferenceException(String message) {
        super(message);
    }

    /** The message; there always is one. */
    String text() {
        return String.valueOf(getMessage());
    }
}
