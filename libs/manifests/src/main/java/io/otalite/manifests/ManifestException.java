package io.otalite.manifests;

/**
 * Manifests that cannot be read as they are. Refusing is the only answer there is: a manifest that was understood in part
 * would be another one than its author wrote.
 *
 * <p>The message says where, what is wrong, and how to mend it.
 */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String where;
    private final String what;

    public ManifestException(String where, String what) {
        super(where + ": " + what);
        this.where = where;
        this.what = what;
    }

    ManifestException(String where, String what, Throwable cause) {
        super(where + ": " + what, cause);
        this.where = where;
        this.what = what;
    }

    static ManifestException at(Origin origin, String what) {
        return new ManifestException(origin.toString(), what);
    }

    /** The file, and the document or the line in it where that is known. */
    public String where() {
        return where;
    }

    /** The message without the place. */
    public String what() {
        return what;
    }
}
