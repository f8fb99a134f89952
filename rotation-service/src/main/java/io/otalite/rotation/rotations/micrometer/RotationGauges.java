package io.otalite.rotation.rotations.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.otalite.rotation.rotations.Credential;
import io.otalite.rotation.rotations.Credentials;
import io.otalite.rotation.rotations.RotationSummaries;
import io.otalite.rotation.rotations.RotationSummaries.Open;
import io.otalite.rotation.rotations.RotationSummaries.Totals;
import io.otalite.rotation.rotations.RotationsUnavailableException;
import io.otalite.rotation.rotations.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How old credentials are, how far rotations are, and what has become of them. What is there is read by {@link #refresh} alone, however
 * often it is scraped; ages go on by the clock meanwhile. Where the record of rotations does not answer, its metrics are absent: what
 * was last known of them would look as if all went on.
 */
public final class RotationGauges {
    /** Series of each metric of single credentials. */
    private static final int MOST_CREDENTIALS = 1_000;

    private final Credentials credentials;
    private final RotationSummaries summaries;
    private final Schedules schedules;
    private final Clock clock;
    private final MultiGauge ages;
    private final MultiGauge ends;
    private final MultiGauge open;
    private final MultiGauge oldest;
    private final MultiGauge problems;
    private final MultiGauge oldestProblem;
    private final MultiGauge ended;
    private final MultiGauge unresolved;
    private volatile double scheduleProblems = Double.NaN;

    public RotationGauges(
            MeterRegistry registry,
            Credentials credentials,
            RotationSummaries summaries,
            Schedules schedules,
            Clock clock) {
        this.credentials = credentials;
        this.summaries = summaries;
        this.schedules = schedules;
        this.clock = clock;
        ages = named(registry, "ota.credential.age.seconds", "Since a credential was made; the oldest thousand");
        ends = named(
                registry,
                "ota.credential.expiry.seconds",
                "Until a credential expires, where known; the soonest thousand");
        open = named(registry, "ota.rotations.open", "Rotations in a state");
        oldest = named(registry, "ota.rotations.oldest.seconds", "How long the first of them has been in it");
        problems = named(registry, "ota.rotations.problems", "Rotations in a state that cannot go on");
        oldestProblem = named(
                registry, "ota.rotations.problem.oldest.seconds", "How long the first of these has not been able to");
        ended = named(registry, "ota.rotations.ended", "All rotations that are on record as over, by their outcome");
        unresolved = named(
                registry,
                "ota.rotations.unresolved",
                "Owners of credentials with a rotation that ended so and none that succeeded since");
        Gauge.builder("ota.schedules.problems", this, gauges -> gauges.scheduleProblems)
                .description("Schedules that are not kept: they are malformed, or the last attempt came to nothing")
                .strongReference(true)
                .register(registry);
    }

    private static MultiGauge named(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** Reads everything anew. To be called every few seconds, from one thread at a time. */
    public void refresh() {
        var all = credentials.all();
        ages.register(rows(all, Credential::made, made -> since(made)), true);
        ends.register(rows(all, Credential::expires, expires -> -since(expires)), true);
        scheduleProblems = answered(() -> (double) schedules.all().stream()
                        .filter(scheduled -> scheduled.problem().isPresent())
                        .count())
                .orElse(Double.NaN);
        var totals = answered(summaries::totals).orElse(Totals.NONE);
        open.register(states(totals, state -> Optional.of(state.count())), true);
        oldest.register(states(totals, state -> Optional.of(since(state.since()))), true);
        problems.register(states(totals, state -> Optional.of(state.problems())), true);
        oldestProblem.register(states(totals, state -> state.problemSince().map(this::since)), true);
        ended.register(outcomes(totals.ended()), true);
        unresolved.register(outcomes(totals.unresolved()), true);
    }

    /** The other metrics do without the record. That it does not answer is told by who works with it. */
    private static <T> Optional<T> answered(Supplier<T> work) {
        try {
            return Optional.of(work.get());
        } catch (RotationsUnavailableException away) {
            return Optional.empty();
        }
    }

    /** Those with the earliest times come first: they are the ones that matter. */
    private static List<Row<?>> rows(
            List<Credential> all, Function<Credential, Optional<Instant>> time, Function<Instant, Double> value) {
        return all.stream()
                .filter(credential -> time.apply(credential).isPresent())
                .sorted(Comparator.comparing(
                        credential -> time.apply(credential).orElseThrow()))
                .limit(MOST_CREDENTIALS)
                .<Row<?>>map(credential -> Row.of(
                        tags(credential),
                        () -> value.apply(time.apply(credential).orElseThrow())))
                .toList();
    }

    private static Tags tags(Credential credential) {
        return Tags.of(
                "secret_namespace", credential.place().namespace(),
                "secret", credential.place().name(),
                "entry", credential.entry(),
                "kind", credential.subject().kind());
    }

    private static List<Row<?>> states(Totals totals, Function<Open, Optional<? extends Number>> value) {
        return totals.open().entrySet().stream()
                .filter(state -> value.apply(state.getValue()).isPresent())
                .<Row<?>>map(state -> Row.of(
                        Tags.of("state", word(state.getKey())),
                        () -> value.apply(state.getValue()).orElseThrow()))
                .toList();
    }

    private static List<Row<?>> outcomes(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .<Row<?>>map(outcome -> Row.of(Tags.of("outcome", word(outcome.getKey())), outcome.getValue()))
                .toList();
    }

    private static String word(String state) {
        return state.toLowerCase(Locale.ROOT);
    }

    private double since(Instant time) {
        return Duration.between(time, clock.instant()).toMillis() / 1000.0;
    }
}
