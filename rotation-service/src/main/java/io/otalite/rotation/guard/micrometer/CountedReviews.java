package io.otalite.rotation.guard.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.rotation.guard.Answer.Outcome;
import io.otalite.rotation.guard.GuardObserver;
import java.util.Locale;

/** {@code ota_guard_reviews_total}, by outcome; every outcome is there from the beginning, so that a rate can be made of it. */
public final class CountedReviews implements GuardObserver {
    private final MeterRegistry registry;

    public CountedReviews(MeterRegistry registry) {
        this.registry = registry;
        for (var outcome : Outcome.values()) {
            registry.counter("ota.guard.reviews", "outcome", word(outcome));
        }
    }

    @Override
    public void answered(Outcome outcome) {
        registry.counter("ota.guard.reviews", "outcome", word(outcome)).increment();
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
