package io.otalite.rotation.observation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How old an answer is, and what it knows nothing of.
 *
 * @param asOf everything that is seen at all was up to date at this moment
 * @param unseen what cannot be seen, and why
 */
public record Freshness(
        @JsonProperty("as_of") Instant asOf,
        @JsonProperty("age_seconds") long ageSeconds,
        List<Unseen> unseen) {
    /** A scope of which nothing is known. @param namespace empty for all */
    public record Unseen(String kind, String namespace, String reason) {}

    public Freshness {
        unseen = List.copyOf(unseen);
    }

    public static Freshness of(World world, Instant now) {
        var asOf = world.asOf();
        var unseen = world.views().stream()
                .filter(view -> view.blind().isPresent())
                .map(view -> new Unseen(
                        view.scope().kind(),
                        view.scope().namespace(),
                        view.blind().get()))
                .toList();
        return new Freshness(asOf, Math.max(0, Duration.between(asOf, now).toSeconds()), unseen);
    }
}
