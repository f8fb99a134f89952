package io.otalite.backup.credential;

/**
 * What came out when a key was tried.
 *
 * @param <C> the client that works with the key
 */
public sealed interface Proof<C> {
    /** A token was issued and the bucket lets the account write and read. */
    record Good<C>(KeyIdentity key, C client) implements Proof<C> {}

    /** These bytes are no usable key; trying again with the same bytes cannot help. */
    record Malformed<C>(String why) implements Proof<C> {}

    /** A key of another account or project than the configured one: a mounting error, and never used. */
    record WrongAccount<C>(KeyIdentity key, String why) implements Proof<C> {}

    /** The issuer refused the key: disabled, deleted, or not known yet. */
    record Refused<C>(KeyIdentity key, String why) implements Proof<C> {}

    /** The key is good, but the bucket does not let its account in, or does not exist. */
    record NotAdmitted<C>(KeyIdentity key, String why) implements Proof<C> {}

    /** Nobody answered, so nothing is known. */
    record NoAnswer<C>(KeyIdentity key, String why) implements Proof<C> {}
}
