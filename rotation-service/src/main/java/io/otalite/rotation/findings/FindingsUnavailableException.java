package io.otalite.rotation.findings;

/** The store of the findings does not answer now; it is asked again. */
public final class FindingsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FindingsUnavailableException(Throwable cause) {
        super("The store of the findings is away", cause);
    }
}
