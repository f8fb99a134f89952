package io.otalite.rotation.guard;

import static io.otalite.rotation.guard.GuardScene.delete;
import static io.otalite.rotation.guard.GuardScene.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.guard.Answer.Outcome;
import io.otalite.rotation.guard.Guard.Judging;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final ObjectRef DB = new ObjectRef("Secret", "shop", "db");

    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final World world = new World(clock);
    private final Map<ObjectRef, List<Reason>> reported = new HashMap<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    @Test
    void whatItCouldNotTellIsReportedUntilItCan() {
        // Given
        var guard = guard(clock);
        var secret = object("Secret", "db", "{}");

        // When
        var blind = guard.review(delete(secret));

        // Then
        assertThat(blind.outcome()).isEqualTo(Outcome.FAILED_OPEN);
        assertThat(reported.get(DB))
                .singleElement()
                .satisfies(reason -> assertThat(reason.cause().word()).isEqualTo("guard_failed_open"));

        // When
        GuardScene.see(world);
        guard.review(delete(object("Secret", "another", "{}")));

        // Then
        assertThat(reported.get(DB)).isEmpty();
        assertThat(outcomes).containsExactly(Outcome.FAILED_OPEN, Outcome.ALLOWED);
    }

    @Test
    void aDryRunIsAnsweredAlikeAndNotReported() {
        // Given
        var review = GuardScene.review("DELETE", "somebody", object("Secret", "db", "{}"), null);
        review.withObjectProperty("request").put("dryRun", true);

        // When
        var blind = guard(clock).review(AdmissionRequest.read(review).orElseThrow());

        // Then
        assertThat(blind.outcome()).isEqualTo(Outcome.FAILED_OPEN);
        assertThat(reported).isEmpty();
    }

    @Test
    void aReportEndsAfterTenMinutes() {
        // Given
        var guard = guard(clock);
        guard.review(delete(object("Secret", "db", "{}")));

        // When
        now = now.plus(Duration.ofMinutes(11));
        guard.forgetOld();

        // Then
        assertThat(reported.get(DB)).isEmpty();
    }

    @Test
    void whoThinksTooLongAllows() {
        // Given
        GuardScene.see(world);
        var never = new CountDownLatch(1);
        var test = Thread.currentThread();
        InstantSource stuck = () -> {
            if (!Thread.currentThread().equals(test)) {
                try {
                    never.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
            return now;
        };

        // When
        var answer = guard(stuck.withZone(ZoneOffset.UTC), Duration.ofMillis(300))
                .review(delete(object("Secret", "db", "{}")));

        // Then
        assertThat(answer.outcome()).isEqualTo(Outcome.FAILED_OPEN);
        assertThat(((Answer.Allowed) answer).warnings())
                .singleElement()
                .asString()
                .contains("no answer within");
    }

    /** The deletion of the user is seen while the guard hesitates to refuse. */
    @Test
    void beforeItRefusesItLooksOnceMore() {
        // Given
        GuardScene.see(world);
        var web = new ObjectRef("Deployment", "shop", "web");
        GuardScene.put(
                world,
                "Deployment",
                "web",
                "{spec: {template: {spec: {volumes: [{name: v, secret: {secretName: db}}]}}}}");
        var looks = new AtomicInteger();
        InstantSource deletes = () -> {
            // The second reading of the clock is that of the second look.
            if (looks.incrementAndGet() == 2) {
                world.remove(web);
            }
            return now;
        };

        // When
        var answer = guard(deletes.withZone(ZoneOffset.UTC)).review(delete(object("Secret", "db", "{}")));

        // Then
        assertThat(answer.outcome()).isEqualTo(Outcome.ALLOWED);
    }

    private Guard guard(Clock time) {
        return guard(time, Duration.ofSeconds(3));
    }

    private Guard guard(Clock time, Duration deadline) {
        var judge = new Judge(world, ImageView.UNCHECKED, Duration.ofDays(14));
        return new Guard(
                new Judging(world, judge, Optional.empty(), deadline),
                time,
                Executors.newVirtualThreadPerTaskExecutor(),
                reported::put,
                outcomes::add);
    }
}
