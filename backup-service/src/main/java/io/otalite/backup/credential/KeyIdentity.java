package io.otalite.backup.credential;

/**
 * Which key of which account, without the key.
 *
 * @param keyId as the issuer names it
 * @param account the e-mail of the service account
 */
public record KeyIdentity(String keyId, String account) {}
