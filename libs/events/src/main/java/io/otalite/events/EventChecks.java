package io.otalite.events;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;

/** What several values of this package ask of their components. */
final class EventChecks {

    private static final int LONGEST_EXCERPT = 80;

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

    /** Text of strangers as it may stand in a message: quoted, printable and short. */
    static String excerpt(String text) {
        var start = text.length() > LONGEST_EXCERPT ? text.substring(0, LONGEST_EXCERPT) + "..." : text;
        return "\"" + start.replaceAll("[^\\x20-\\x7e]", "?") + "\"";
    }
}
