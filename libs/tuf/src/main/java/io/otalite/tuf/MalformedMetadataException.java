package io.otalite.tuf;

/** A JSON document that is no metadata of the expected role; it names the member, because documents are long. */
public final class MalformedMetadataException extends TufException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    public MalformedMetadataException(String pointer, String problem) {
        super("%s: %s".formatted(pointer.isEmpty() ? "the document" : pointer, problem));
        this.pointer = pointer;
    }

    public MalformedMetadataException(String pointer, TufException cause) {
        super("%s: %s".formatted(pointer, cause.getMessage()), cause);
        this.pointer = pointer;
    }

    /** JSON pointer (RFC 6901) to the member at fault; empty for the document itself. */
    public String pointer() {
        return pointer;
    }
}
