package io.otalite.audit;

import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.Sha256;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The newest entry of a chain at some moment. Its hash stands for the whole chain up to there: whoever noted it can tell
 * later whether what is shown now still has that history.
 *
 * @param seq of the entry; 0 before the first one
 */
public record AuditHead(long seq, Sha256 hash) {
    /** Before the first entry: number 0, and a hash of zeros. */
    public static final AuditHead NONE = new AuditHead(0, new Sha256("0".repeat(64)));

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,14}):([0-9a-f]{64})");

    public AuditHead {
        if (seq < 0) {
            throw new InvalidValueException("the number of an entry", "0 or more", Long.toString(seq));
        }
    }

    /** Reads {@code SEQ:HASH}, as {@link #toString()} writes it; empty for anything else, and for {@link #NONE}. */
    public static Optional<AuditHead> parse(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new AuditHead(Long.parseLong(matcher.group(1)), new Sha256(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return seq + ":" + hash;
    }
}
