package io.otalite.emulator.google.storage;

import io.otalite.emulator.google.http.ApiException;
import io.otalite.emulator.google.http.Parameters;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Under which state of the object a call may go on. Generation 0 stands for "no object". They mean something only when
 * they are checked under the lock that also covers the commit.
 *
 * @param version the generation that is meant; only the newest one is kept, so another is simply not there
 */
record Preconditions(OptionalLong version, Rule generation, Rule metageneration) {
    private static final Set<String> KNOWN =
            Set.of("ifGenerationMatch", "ifGenerationNotMatch", "ifMetagenerationMatch", "ifMetagenerationNotMatch");

    /** Reads the four known ones; another parameter of that kind is refused, because ignoring it would be unsafe. */
    static Preconditions of(Parameters query) {
        query.names().stream()
                .filter(name -> name.startsWith("if") && !KNOWN.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw ApiException.invalid("Precondition %s is not offered by this emulator.".formatted(name));
                });
        return new Preconditions(
                query.number("generation"),
                new Rule(query.number("ifGenerationMatch"), query.number("ifGenerationNotMatch")),
                new Rule(query.number("ifMetagenerationMatch"), query.number("ifMetagenerationNotMatch")));
    }

    /** For a write: anything that does not hold is 412. */
    void requireForWrite(Optional<StoredObject> current) {
        requireVersion(current);
        if (generation.broken(generationOf(current)) || metageneration.broken(metagenerationOf(current))) {
            throw ApiException.conditionNotMet();
        }
    }

    /** For a read: what must differ and does not is 304, what must match and does not is 412. */
    void requireForRead(StoredObject current) {
        var present = Optional.of(current);
        requireVersion(present);
        if (generation.misses(generationOf(present)) || metageneration.misses(metagenerationOf(present))) {
            throw ApiException.conditionNotMet();
        }
        requireDiffers(present);
    }

    private void requireVersion(Optional<StoredObject> current) {
        if (version.isPresent() && version.getAsLong() != generationOf(current)) {
            throw ApiException.notFound("No such generation of the object.");
        }
    }

    private void requireDiffers(Optional<StoredObject> present) {
        if (generation.broken(generationOf(present)) || metageneration.broken(metagenerationOf(present))) {
            throw ApiException.notModified();
        }
    }

    private static long generationOf(Optional<StoredObject> object) {
        return object.map(found -> found.revision().generation()).orElse(0L);
    }

    private static long metagenerationOf(Optional<StoredObject> object) {
        return object.map(found -> found.revision().metageneration()).orElse(0L);
    }

    /** A number that must be met, one that must not, or neither. */
    record Rule(OptionalLong match, OptionalLong notMatch) {
        boolean misses(long actual) {
            return match.isPresent() && match.getAsLong() != actual;
        }

        boolean broken(long actual) {
            return misses(actual) || (notMatch.isPresent() && notMatch.getAsLong() == actual);
        }
    }
}
