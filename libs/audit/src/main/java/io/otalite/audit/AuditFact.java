package io.otalite.audit;

import io.otalite.tuf.InvalidValueException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What somebody did, before it has its place in a chain.
 *
 * <p>Texts have no control characters, so that what is hashed is ordinary JSON on one line.
 *
 * @param at when, of the clock of whoever recorded it; fractions of a millisecond are cut off
 * @param actor the name of the caller
 * @param details what is worth knowing of this action, such as versions, digests and key ids; never key material
 */
public record AuditFact(Instant at, String actor, AuditAction action, SortedMap<String, String> details) {
    public AuditFact {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
        requireText("an actor", actor);
        if (actor.isBlank()) {
            throw new InvalidValueException("an actor", "a name", "nothing");
        }
        details.forEach((name, value) -> {
            requireText("the name of a detail", name);
            requireText("the detail " + name, value);
        });
    }

    public AuditFact(Instant at, String actor, AuditAction action, Map<String, String> details) {
        this(at, actor, action, new TreeMap<>(details));
    }

    private static void requireText(String what, String text) {
        text.codePoints()
                .filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)
                .findFirst()
                .ifPresent(c -> {
                    throw new InvalidValueException(
                            what, "without control characters and halves of characters", "U+%04X".formatted(c));
                });
    }
}
