package io.otalite.tuf;

import java.util.Objects;

/** The base of everything this library throws, so that an edge needs one catch to turn bad input into an answer. */
public abstract class TufException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    protected TufException(String message) {
        super(message);
    }

    protected TufException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Always there: it is made of what was expected, what was found, and where. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
