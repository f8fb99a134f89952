package io.otalite.audit;

import io.otalite.events.FactoryName;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.Sha256;
import io.otalite.tuf.StrictJson;
import io.otalite.tuf.TufException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A fact in its place in the chain of a factory.
 *
 * <p>The hash is the SHA-256 of the entry's canonical form without the member {@code hash}: a JSON object with the members
 * {@code action}, {@code actor}, {@code at}, {@code details}, {@code factory}, {@code previous} and {@code seq}, sorted by code
 * point, without white space, in UTF-8, with a backslash before {@code "} and {@code \} and no other escape (OLPC canonical
 * JSON, TUF 4.1). A line is the same with the member {@code hash} in its place.
 *
 * @param seq from 1, without gaps
 * @param previous the hash of the entry before; zeros in the first
 * @param hash as it is stated; whether it is right is {@link #isGenuine()}
 */
public record AuditEntry(FactoryName factory, long seq, AuditFact fact, Sha256 previous, Sha256 hash) {
    /** The longest line that is read, in bytes: far more than any entry has. */
    static final int LONGEST_LINE = 1 << 20;

    public AuditEntry {
        if (seq < 1 || seq > StrictJson.LARGEST_INTEGER) {
            throw new InvalidValueException("the number of an entry", "1 or more", Long.toString(seq));
        }
    }

    /** The entry after a head, with the right hash. */
    static AuditEntry after(AuditHead head, FactoryName factory, AuditFact fact) {
        var seq = head.seq() + 1;
        var entry = new AuditEntry(factory, seq, fact, head.hash(), EntryJson.hash(factory, seq, fact, head.hash()));
        if (entry.line().length() > LONGEST_LINE / Character.BYTES) {
            throw new InvalidValueException(
                    "an entry", "a line of at most %d characters".formatted(LONGEST_LINE / Character.BYTES), "more");
        }
        return entry;
    }

    /**
     * Reads a line.
     *
     * @param line without its line break
     * @throws MalformedEntryException when it is no entry, or spelled in another way than {@link #line()} spells it
     */
    public static AuditEntry parse(byte[] line) {
        try {
            var entry = EntryJson.parse(line);
            if (!Arrays.equals(entry.line().getBytes(StandardCharsets.UTF_8), line)) {
                throw new MalformedEntryException(
                        "The line is not spelled as it was hashed: another order, other members, white space or an escape");
            }
            return entry;
        } catch (TufException e) {
            throw new MalformedEntryException(e.getMessage(), e);
        }
    }

    /** Whether the hash is that of the rest. */
    public boolean isGenuine() {
        return hash.equals(trueHash());
    }

    Sha256 trueHash() {
        return EntryJson.hash(factory, seq, fact, previous);
    }

    /** What stands for the chain up to here. */
    public AuditHead head() {
        return new AuditHead(seq, hash);
    }

    /** The entry as one line of JSON, without a line break. */
    public String line() {
        return EntryJson.line(this);
    }
}
