package io.otalite.rotation.restart;

import static org.awaitility.Awaitility.await;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Claimed.Nature;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.rotation.restart.RestartWork.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartLoopTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
    private volatile boolean forgotten;
    private final OneTask claims = new OneTask();

    /** What was claimed and not begun is nobody's for as long as the claim lasts. */
    @Test
    void whereNothingIsForgottenRestartsGoOn() {
        // Given
        var surroundings =
                new Surroundings(() -> true, () -> {}, new World(clock), _ -> Optional.empty(), KeyUse.UNKNOWN, clock);
        var pace = new RestartPace(
                Optional.empty(), Duration.ZERO, Optional.empty(), Duration.ofHours(1), Duration.ofSeconds(1));
        var work = new RestartWork(
                claims,
                (_, _, _) -> {
                    throw new AssertionError();
                },
                surroundings,
                pace,
                new RestartObserver() {
                    @Override
                    public void taken(String topic, Duration processing) {}

                    @Override
                    public void begun(Duration sinceChange) {}

                    @Override
                    public void setAside() {}
                });

        // When
        try (var loop = new RestartLoop(work, new FailingRecords(), 1, clock)) {
            loop.start();

            // Then
            await().atMost(SOON).until(() -> claims.taken && forgotten);
        }
    }

    /** One that cannot be seen, and that is there once. */
    private static final class OneTask implements Claims {
        private boolean claimed;
        private volatile boolean taken;

        @Override
        public void giveUp() {
            // There is nothing that others could go on with.
        }

        @Override
        public List<Claimed> claim(int most) {
            if (claimed) {
                return List.of();
            }
            claimed = true;
            return List.of(new Claimed(
                    1,
                    1,
                    "r-1",
                    new ObjectRef(Kinds.DEPLOYMENT, "shop", "web"),
                    State.WAITING,
                    new Nature(false, false, false, true, true, 0),
                    List.of(),
                    Optional.empty()));
        }

        @Override
        public boolean begin(Claimed task) {
            throw new AssertionError();
        }

        @Override
        public void watch(Claimed task, boolean stamped, String evidence) {
            throw new AssertionError();
        }

        @Override
        public void later(Claimed task, Duration pause, Awaited awaited) {
            taken = true;
        }

        @Override
        public void end(Claimed task, Outcome outcome) {
            throw new AssertionError();
        }
    }

    private final class FailingRecords implements RestartRecords {
        @Override
        public List<Entry> entries(Optional<String> rotationId, long after, int limit) {
            throw new AssertionError();
        }

        @Override
        public List<Change> changes(String rotationId) {
            throw new AssertionError();
        }

        @Override
        public List<Quarantine.Entry> quarantined(long after, int limit) {
            throw new AssertionError();
        }

        @Override
        public void forget(Instant before) {
            forgotten = true;
            throw new RestartsUnavailableException(new IllegalStateException("the lock is taken"));
        }

        @Override
        public Counts counts() {
            return Counts.NONE;
        }
    }
}
