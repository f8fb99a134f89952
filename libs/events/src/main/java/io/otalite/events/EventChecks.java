package io.otalite.events;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.util.regex.Pattern;

/** What several values of this package ask of their components. */
final class EventChecks {

    private static final int LONGEST_EXCERPT = 80;
    private static final Pattern FINDING_ID = Pattern.compile("[0-9a-f]{8,64}");
    private static final Pattern CAUSE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private EventChecks() {}

    static void role(DocumentIdentity identity, RoleName expected) {
        if (identity.role() != expected) {
            throw new InvalidValueException(
                    "the document of the event", "of the role " + expected.json(), identity.toString());
        }
    }

    static void digest(Bytes document, Sha256 expected) {
        var found = document.sha256();
        if (!found.equals(expected)) {
            throw new InvalidValueException("the SHA-256 of the document", expected.hex(), found.hex());
        }
    }

    static void finding(String id, String cause) {
        if (!FINDING_ID.matcher(id).matches() || !CAUSE.matcher(cause).matches()) {
            throw new InvalidValueException(
                    "a finding",
                    "known by 8 to 64 hexadecimal digits, its cause a lower-case word",
                    excerpt(id + ", " + cause));
        }
    }

    /** Text of strangers as it may stand in a message: quoted, printable and short. */
    static String excerpt(String text) {
        var start = text.length() > LONGEST_EXCERPT ? text.substring(0, LONGEST_EXCERPT) + "..." : text;
        return "\"" + start.replaceAll("[^\\x20-\\x7e]", "?") + "\"";
    }
}
