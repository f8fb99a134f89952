package io.otalite.api.publication;

/**
 * An entry of the audit trail as it is stored.
 *
 * @param line what was hashed and is exported, without a line break; not looked at
 */
public record AuditLine(long seq, String line) {}
