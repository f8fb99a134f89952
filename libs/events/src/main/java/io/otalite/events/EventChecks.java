package io.otalite.events;

import io.otalite.tuf.Bytes;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Sha256;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What several values of this package ask of their components. */
final class EventChecks {

    private static final int LONGEST_EXCERPT = 80;
    private static final Pattern FINDING_ID = Pattern.compile("[0-9a-f]{8,64}");
    private static final Pattern CAUSE = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private static final Pattern ROTATION_ID = Pattern.compile("[A-Za-z0-9._-]{1,63}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1,253}");

    /** RFC 1123 2.1, as Kubernetes takes it for namespaces. */
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** Kubernetes: a DNS subdomain. Lengths are looked at first. */
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private static final int LONGEST_SUBDOMAIN = 253;

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

    static void rotationId(String id) {
        if (!ROTATION_ID.matcher(id).matches()) {
            throw new InvalidValueException(
                    "the id of a rotation", "1 to 63 of A-Z, a-z, 0-9, dot, underscore and hyphen", excerpt(id));
        }
    }

    static void secret(ObjectName secret) {
        var name = secret.name();
        var legal = secret.kind().equals(ObjectName.SECRET)
                && NAMESPACE.matcher(secret.namespace()).matches()
                && name.length() <= LONGEST_SUBDOMAIN
                && SUBDOMAIN.matcher(name).matches();
        if (!legal) {
            throw new InvalidValueException(
                    "the name of a Secret", "as Kubernetes allows it, in a namespace", excerpt(secret.toString()));
        }
    }

    /** What is found is not repeated: whoever mixes something up here may have put a key where its name belongs. */
    static void keyIds(Optional<String> oldKeyId, Optional<String> newKeyId, Optional<String> account) {
        if (!Stream.of(oldKeyId, newKeyId, account)
                .flatMap(Optional::stream)
                .allMatch(id -> PRINTABLE.matcher(id).matches())) {
            throw new InvalidValueException(
                    "the id of a key or an account", "1 to 253 printable ASCII characters", "something else");
        }
    }

    /** Text of strangers as it may stand in a message: quoted, printable and short. */
    static String excerpt(String text) {
        var start = text.length() > LONGEST_EXCERPT ? text.substring(0, LONGEST_EXCERPT) + "..." : text;
        return "\"" + start.replaceAll("[^\\x20-\\x7e]", "?") + "\"";
    }
}
