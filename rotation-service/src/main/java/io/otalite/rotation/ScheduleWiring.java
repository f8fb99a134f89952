package io.otalite.rotation;

import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.leadership.Leadership;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.rotations.BeginRotation;
import io.otalite.rotation.rotations.Credentials;
import io.otalite.rotation.rotations.RotationSummaries;
import io.otalite.rotation.rotations.Schedules;
import io.otalite.rotation.rotations.Schedules.Limits;
import io.otalite.rotation.rotations.SchedulesConfig;
import io.otalite.rotation.rotations.micrometer.RotationGauges;
import io.otalite.rotation.rotations.postgres.PostgresRotationSummaries;
import io.otalite.rotation.steps.Once;
import io.otalite.rotation.steps.StepLoop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The part of the object graph that begins rotations by itself, and measures them; the rest stands in {@link RotationWiring}. */
@ApplicationScoped
public class ScheduleWiring {
    /** The record of rotations is read once in that time, however often the metrics are. */
    private static final Duration MEASURED = Duration.ofSeconds(15);

    @Produces
    @Singleton
    Credentials credentials(World world, Subjects subjects) {
        return new Credentials(world, subjects);
    }

    @Produces
    @Singleton
    RotationSummaries rotationSummaries(DataSource dataSource) {
        return new PostgresRotationSummaries(dataSource);
    }

    @Produces
    @Singleton
    Schedules schedules(
            Credentials credentials,
            RotationSummaries summaries,
            BeginRotation begin,
            JudgementLoop judged,
            Leadership leadership,
            Limits limits) {
        return new Schedules(
                credentials, summaries, begin::begin, () -> leadership.isLeader() && judged.judgedOnce(), limits);
    }

    @Produces
    @Singleton
    Limits scheduleLimits(SchedulesConfig config, Clock clock) {
        return new Limits(config.minimum(), config.expiryMargin(), clock);
    }

    @Produces
    @Singleton
    RotationGauges rotationGauges(
            MeterRegistry registry,
            Credentials credentials,
            RotationSummaries summaries,
            Schedules schedules,
            Clock clock) {
        return new RotationGauges(registry, credentials, summaries, schedules, clock);
    }

    /** What is due, and what is measured, one after the other each. */
    public record ScheduleLoops(StepLoop schedules, StepLoop gauges) {}

    @Produces
    @Singleton
    ScheduleLoops scheduleLoops(Schedules schedules, RotationGauges gauges, SchedulesConfig config, Once migration) {
        StepLoop.Source due = most -> {
            migration.run();
            return schedules.claim(most);
        };
        StepLoop.Source measured = _ -> {
            gauges.refresh();
            return List.of();
        };
        return new ScheduleLoops(
                new StepLoop("schedules", due, 1, config.interval()),
                new StepLoop("rotation-gauges", measured, 1, MEASURED));
    }
}
