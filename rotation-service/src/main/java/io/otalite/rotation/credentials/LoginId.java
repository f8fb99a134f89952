package io.otalite.rotation.credentials;

/**
 * Names one password of a login role. The generation is a short digest of the password, so that what is done to an old password is never
 * done to the next one of the same role.
 *
 * @param generation empty for a password that somebody else made: a digest of one that can be guessed would help who guesses
 */
public record LoginId(String role, String generation) {
    /** Passwords of this service have 256 bits in unpadded base64url. */
    public static final int PASSWORD_LENGTH = 43;

    private static final int GENERATION_LENGTH = 12;

    /**
     * The id of a password that is known by its digest alone.
     *
     * @param sha256 in hexadecimal
     * @param size in bytes
     */
    public static LoginId of(String role, String sha256, int size) {
        return new LoginId(role, size == PASSWORD_LENGTH ? sha256.substring(0, GENERATION_LENGTH) : "");
    }

    /** Reads {@link #toString()} back. */
    public static LoginId parse(String id) {
        var at = id.lastIndexOf('@');
        return at < 0 ? new LoginId(id, "") : new LoginId(id.substring(0, at), id.substring(at + 1));
    }

    /** {@code role@generation}, or the role alone. */
    @Override
    public String toString() {
        return generation.isEmpty() ? role : role + '@' + generation;
    }
}
