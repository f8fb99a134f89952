package io.otalite.rest;

/**
 * Who makes a request.
 *
 * @param name stable and printable; stands in the record of what the caller did
 */
public record Caller(String name) {
    /** The owner of the bootstrap admin token. */
    public static final Caller ADMIN = new Caller("admin");

    /** Somebody without a token, where a factory's metadata is public. */
    public static final Caller PUBLIC = new Caller("public");
}
