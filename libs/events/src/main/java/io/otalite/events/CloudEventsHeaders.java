package io.otalite.events;

import io.otalite.events.MalformedEventException.Reason;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.Sha256;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The headers of a received message, read as typed attributes; each refusal names the header. */
record CloudEventsHeaders(SortedMap<String, String> headers) {

    /** What a header that carries a CloudEvents attribute begins with (Kafka protocol binding 3.2.3). */
    static final String PREFIX = "ce_";

    Optional<String> optional(String attribute) {
        return Optional.ofNullable(headers.get(PREFIX + attribute));
    }

    String required(String attribute) {
        return optional(attribute)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new MalformedEventException(
                        Reason.MISSING_HEADER, "The event has no header " + PREFIX + attribute));
    }

    URI uri(String attribute) {
        var text = required(attribute);
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw bad(attribute, "a URI reference", text, e);
        }
    }

    Instant time(String attribute) {
        var text = required(attribute);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw bad(attribute, "a time as in RFC 3339", text, e);
        }
    }

    Sha256 digest(String attribute) {
        return digest(attribute, required(attribute));
    }

    Optional<Sha256> optionalDigest(String attribute) {
        return optional(attribute).map(text -> digest(attribute, text));
    }

    DocumentIdentity identity(String attribute) {
        var text = required(attribute);
        try {
            return DocumentIdentity.parse(text);
        } catch (InvalidValueException e) {
            throw new MalformedEventException(Reason.BAD_SUBJECT, "Subject: " + e.getMessage(), e);
        }
    }

    /** Every attribute, known or not, by its name without the prefix. */
    SortedMap<String, String> attributes() {
        var attributes = new TreeMap<String, String>();
        headers.forEach((name, text) -> {
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), text);
            }
        });
        return attributes;
    }

    private static Sha256 digest(String attribute, String text) {
        try {
            return new Sha256(text);
        } catch (InvalidValueException e) {
            throw bad(attribute, "a SHA-256 in lower-case hex", text, e);
        }
    }

    private static MalformedEventException bad(String attribute, String expected, String found, Exception cause) {
        return new MalformedEventException(
                Reason.BAD_HEADER,
                "The header " + PREFIX + attribute + " should be " + expected + " and is " + EventChecks.excerpt(found),
                cause);
    }
}
