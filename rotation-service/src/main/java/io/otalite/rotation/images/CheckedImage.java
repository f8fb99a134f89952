package io.otalite.rotation.images;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The latest answer to a question, and how far to trust it.
 *
 * @param at when the registry was asked
 * @param since when it first answered so, without another answer since
 * @param lastPresent when the image was last seen; what makes a silent registry less alarming
 * @param notes pull secrets that could not be used, and why
 */
public record CheckedImage(
        ImageCheck check, Instant at, Instant since, Optional<Instant> lastPresent, List<String> notes) {
    public CheckedImage {
        notes = List.copyOf(notes);
    }

    /** How old the answer is. */
    public Duration age(Instant now) {
        return Duration.between(at, now);
    }
}
