package io.otalite.events;

/**
 * A message that can never be understood, however often it is read: the reader sets it aside instead of trying again.
 */
public final class MalformedEventException extends EventException {

    /** Why a message was refused; the name is stable and may be stored beside the refused bytes. */
    public enum Reason {
        /** A header that CloudEvents or the event type asks for is absent or empty. */
        MISSING_HEADER,
        /** The message follows another version of CloudEvents than 1.0. */
        UNSUPPORTED_SPECVERSION,
        /** A header is there, but its text is not of the kind it must be. */
        BAD_HEADER,
        /** The subject names nothing that the event type speaks of. */
        BAD_SUBJECT,
        /** The subject names a document of a role that this event type does not speak of. */
        WRONG_ROLE,
        /** The digest in the headers is not the digest of, or in, the value. */
        DIGEST_MISMATCH,
        /** The key of the message is not that of its subject. */
        KEY_MISMATCH,
        /** The value is not the JSON that the event type asks for. */
        BAD_VALUE
    }

    private final Reason reason;

    MalformedEventException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    MalformedEventException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
