package io.otalite.rotation.observation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How old an answer is, and what it knows nothing of.
 *
 * @param sources where the answer comes from, and how old that is
 * @param unseen what cannot be seen, and why
 */
public record Freshness(List<Source> sources, List<Unseen> unseen) {
    /** One source. @param asOf everything that is seen of it at all was up to date at this moment */
    public record Source(
            String source,
            @JsonProperty("as_of") Instant asOf,
            @JsonProperty("age_seconds") long ageSeconds) {}

    /** A scope of which nothing is known. @param namespace empty for all */
    public record Unseen(String kind, String namespace, String reason) {}

    public Freshness {
        sources = List.copyOf(sources);
        unseen = List.copyOf(unseen);
    }

    public static Freshness of(World world, Instant now) {
        var views = world.views();
        Predicate<View> ofGoogle = view -> Kinds.isOfGoogle(view.scope().kind());
        var sources = Stream.concat(
                        source("kubernetes", views, ofGoogle.negate(), now), source("google", views, ofGoogle, now))
                .toList();
        var unseen = views.stream()
                .filter(view -> view.blind().isPresent())
                .map(view -> new Unseen(
                        view.scope().kind(),
                        view.scope().namespace(),
                        view.blind().get()))
                .toList();
        return new Freshness(sources, unseen);
    }

    /** Nothing when nothing of it is seen. */
    private static Stream<Source> source(String name, List<View> views, Predicate<View> own, Instant now) {
        return views.stream()
                .filter(own.and(view -> view.blind().isEmpty()))
                .map(View::confirmed)
                .min(Instant::compareTo)
                .map(asOf -> new Source(
                        name, asOf, Math.max(0, Duration.between(asOf, now).toSeconds())))
                .stream();
    }
}
