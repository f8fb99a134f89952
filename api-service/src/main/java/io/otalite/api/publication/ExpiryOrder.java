package io.otalite.api.publication;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** The place of a factory in an order of instants, such as that of {@link PublicationStore#expiring}. */
public record ExpiryOrder(Instant expires, String factory) {
    /** Reads what {@link #toString()} wrote; empty for anything else. */
    public static Optional<ExpiryOrder> parse(String text) {
        var parts = text.split(" ", 2);
        try {
            return parts.length == 2
                    ? Optional.of(new ExpiryOrder(Instant.parse(parts[0]), parts[1]))
                    : Optional.empty();
        } catch (DateTimeException notAnInstant) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return expires + " " + factory;
    }
}
