package io.otalite.tuf;

/** Bytes that {@link StrictJson} refuses, with the place and the way to mend them. */
public final class MalformedJsonException extends TufException {

    private static final long serialVersionUID = 1L;

    /** Why the bytes are refused; the names are stable, the texts are not. */
    public enum Code {
        TOO_LARGE("Send a smaller document."),
        NOT_UTF_8("Encode the document as UTF-8."),
        BYTE_ORDER_MARK("Send the document without a byte order mark."),
        MALFORMED("Correct the JSON syntax."),
        NOT_AN_OBJECT("Send one JSON object."),
        TRAILING_CONTENT("Send one JSON object and nothing after it."),
        DUPLICATE_MEMBER("Keep one member of that name."),
        TOO_DEEP("Nest fewer objects and arrays."),
        NOT_AN_INTEGER("Write the number as an integer without fraction or exponent, or as a string."),
        INTEGER_OUT_OF_RANGE("Keep integers between -9007199254740991 and 9007199254740991, or write them as strings."),
        FORBIDDEN_CHARACTER("Use printable ASCII characters only."),
        UNPAIRED_SURROGATE("Write both halves of the surrogate pair, or neither.");

        private final String remedy;

        Code(String remedy) {
            this.remedy = remedy;
        }

        /** What the sender has to change, as a sentence. */
        public String remedy() {
            return remedy;
        }
    }

    private final Code code;
    private final long line;
    private final long column;
    private final String pointer;

    MalformedJsonException(Code code, long line, long column, String pointer, String problem) {
        super("%s at line %d, column %d%s. %s"
                .formatted(problem, line, column, pointer.isEmpty() ? "" : " (" + pointer + ")", code.remedy()));
        this.code = code;
        this.line = line;
        this.column = column;
        this.pointer = pointer;
    }

    public Code code() {
        return code;
    }

    /** Counted from 1. */
    public long line() {
        return line;
    }

    /** Counted from 1, in bytes. */
    public long column() {
        return column;
    }

    /** JSON pointer (RFC 6901) to the value at fault; empty for the document itself or where there is no value yet. */
    public String pointer() {
        return pointer;
    }
}
