package io.otalite.rotation.restart.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.events.RestartFailed;
import io.otalite.events.RestartVerified;
import io.otalite.rotation.restart.Claimed;
import io.otalite.rotation.restart.Claims.Awaited;
import io.otalite.rotation.restart.Outcome.Dropped;
import io.otalite.rotation.restart.Outcome.Failed;
import io.otalite.rotation.restart.RestartTask.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whose turn comes when. */
class PostgresClaimsTest extends RestartsInPostgres {
    @Test
    void ofARotationOneAfterTheOtherIsTakenInOrder() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/b", "shop/a", "shop/c"), false);
        var order = new ArrayList<String>();

        // When
        for (var batch = claims.claim(5); !batch.isEmpty(); batch = claims.claim(5)) {
            assertThat(batch).hasSize(1);
            assertThat(others.claim(5)).isEmpty();
            order.add(batch.getFirst().workload().name());
            assertThat(batch.getFirst().nature().isLast()).isEqualTo(order.size() == 3);
            assertThat(batch.getFirst().nature().isFirst()).isEqualTo(order.size() == 1);
            claims.begin(batch.getFirst());
            assertThat(others.claim(5)).isEmpty();
            verify(batch.getFirst());
        }

        // Then
        assertThat(order).containsExactly("b", "a", "c");
        assertThat(states("r-1")).containsOnly(State.VERIFIED);
        assertThat(database.events())
                .hasSize(3)
                .allSatisfy(event -> assertThat(event).isInstanceOf(RestartVerified.class));
    }

    @Test
    void afterAFailureTheRestOfTheRotationIsGivenUp() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a", "shop/b", "shop/c"), false);
        var canary = claims.claim(5).getFirst();
        claims.begin(canary);

        // When
        claims.end(canary, new Failed("it crashes"));

        // Then
        assertThat(states("r-1")).containsExactly(State.FAILED, State.CANCELLED, State.CANCELLED);
        assertThat(inbox.tasks("r-1").getLast().reason()).contains("Deployment shop/a failed");
        assertThat(claims.claim(5)).isEmpty();
        assertThat(database.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        RestartFailed.class,
                        failed -> assertThat(failed.reason()).isEqualTo("it crashes"));
    }

    @Test
    void twoInstancesNeverTakeTheSame() throws Exception {
        // Given
        var free = claims("one", LEASE, 100);
        var alsoFree = claims("two", LEASE, 100);
        IntStream.range(0, 60)
                .forEach(number -> inbox.record(
                        change("r-" + number, "shop/key-" + number), planned("shop/web-" + number), false));
        Callable<List<Long>> one = () -> takeAll(free);
        Callable<List<Long>> two = () -> takeAll(alsoFree);

        // When
        List<Long> taken = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var all : threads.invokeAll(List.of(one, two, one, two))) {
                taken.addAll(all.get());
            }
        }

        // Then
        assertThat(taken).hasSize(60).doesNotHaveDuplicates();
    }

    private static List<Long> takeAll(PostgresClaims claims) {
        var taken = new ArrayList<Long>();
        for (var batch = claims.claim(2); !batch.isEmpty(); batch = claims.claim(2)) {
            batch.forEach(task -> taken.add(task.id()));
        }
        return taken;
    }

    @Test
    void aStormIsTakenInTurnsAndNotAllAtOnce() {
        // Given
        IntStream.range(0, 1000)
                .forEach(number -> inbox.record(
                        change("r-" + number, "storm/key-" + number), planned("storm/web-" + number), false));
        inbox.record(change("late", "shop/key"), planned("shop/web"), false);
        inbox.record(change("later", "bank/key"), planned("bank/web"), false);

        // When
        var taken = claims.claim(50);

        // Then
        assertThat(taken)
                .hasSize(CONCURRENCY)
                .extracting(task -> task.workload().namespace())
                .containsExactlyInAnyOrder("storm", "shop", "bank");
        assertThat(others.claim(50)).isEmpty();
    }

    @Test
    void whoOnlyWaitsForTheUseOfAKeyTakesNobodysPlace() {
        // Given
        IntStream.range(0, 4)
                .forEach(number -> inbox.record(
                        change("r-" + number, "shop/key-" + number), planned("shop/web-" + number), false));
        var first = claims.claim(5);
        first.forEach(task -> claims.watch(task, true, "stamped"));

        // When
        claims.later(first.getFirst(), LEASE, new Awaited("silent", true));

        // Then
        assertThat(others.claim(5)).extracting(Claimed::state).containsExactly(State.WAITING);
    }

    @Test
    void whoIsGoneIsReplacedAndChangesNothingAnyMore() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        var lost = claims.claim(1).getFirst();
        claims.begin(lost);
        endLease();

        // When
        var taken = others.claim(1);

        // Then
        assertThat(taken).singleElement().satisfies(task -> {
            assertThat(task.state()).isEqualTo(State.RESTARTING);
            assertThat(task.begun()).contains(NOON);
        });
        assertThat(claims.begin(lost)).isFalse();
        claims.watch(lost, true, "too late");
        claims.end(lost, new Failed("too late"));
        assertThat(states("r-1")).containsExactly(State.RESTARTING);
    }

    @Test
    void whatIsWatchedStaysWithItsInstanceUntilThatIsGone() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        var task = claims.claim(1).getFirst();
        claims.watch(task, true, "stamped");

        // When
        claims.later(task, Duration.ZERO, new Awaited("healthy", false));

        // Then
        assertThat(others.claim(1)).isEmpty();
        assertThat(claims.claim(1)).extracting(Claimed::state).containsExactly(State.WATCHING);
        endLease();
        assertThat(others.claim(1)).hasSize(1);
    }

    @Test
    void whatIsPutBackComesFirstAndWaitsForNobody() {
        // Given
        IntStream.range(0, 5)
                .forEach(number -> inbox.record(
                        change("r-" + number, "shop/key-" + number), planned("shop/web-" + number), false));
        claims.claim(5).forEach(claims::begin);

        // When
        inbox.record(change("rotation-1-undo", "shop/key"), planned("shop/a", "shop/b", "shop/c", "shop/d"), true);

        // Then
        assertThat(claims.claim(5))
                .as("as many as may go on at a time, but for themselves")
                .extracting(task -> task.workload().name())
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(others.claim(5)).isEmpty();
    }

    @Test
    void whoIsRestartedForSomethingElseGivesWayToWhatIsPutBack() {
        // Given
        inbox.record(change("r-1", "shop/other"), planned("shop/a"), false);
        var watched = claims.claim(1).getFirst();
        claims.watch(watched, true, "stamped");
        claims.later(watched, LEASE, new Awaited("silent", true));

        // When
        inbox.record(change("rotation-1-undo", "shop/key"), planned("shop/a"), true);

        // Then
        var putBack = claims.claim(5);
        assertThat(putBack).extracting(Claimed::rotationId).containsExactly("rotation-1-undo");
        verify(putBack.getFirst());
        assertThat(claims.claim(5)).extracting(Claimed::rotationId).containsExactly("r-1");
    }

    @Test
    void whatAnEventSaysOfItselfHoldsNoRotationOfThisServiceUp() {
        // Given
        inbox.record(change("r-1", "mallory/key", "backup"), planned("mallory/a"), false);
        claims.begin(claims.claim(1).getFirst());

        // When
        inbox.record(change("rotation-1", "shop/key", "backup"), planned("shop/a"), false);
        inbox.record(change("r-2", "bank/key", "backup"), planned("bank/a"), false);
        inbox.record(change("r-3", "mallory/other", "backup"), planned("mallory/b"), false);

        // Then
        assertThat(others.claim(5)).extracting(Claimed::rotationId).containsExactlyInAnyOrder("rotation-1", "r-2");
    }

    @Test
    void whoOnlyWaitsForTheUseOfAKeyDoesNotHoldItsWorkloadUp() {
        // Given
        inbox.record(change("r-1", "shop/other"), planned("shop/a", "shop/b"), false);
        var watched = claims.claim(1).getFirst();
        claims.watch(watched, true, "stamped");
        inbox.record(change("rotation-1", "shop/key"), planned("shop/a"), false);
        var early = others.claim(5);
        claims.later(watched, LEASE, new Awaited("silent", true));

        // When
        var taken = others.claim(5);
        others.begin(taken.getFirst());

        // Then
        assertThat(early).isEmpty();
        assertThat(taken).extracting(Claimed::rotationId).containsExactly("rotation-1");
        assertThat(states("r-1")).as("looks again afterwards").containsOnly(State.WAITING);
        assertThat(claims.claim(5)).as("the workload is busy").isEmpty();
    }

    @Test
    void whoIsGoneHoldsNobodyUp() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a", "shop/b"), false);
        var canary = claims.claim(1).getFirst();
        claims.watch(canary, true, "stamped");

        // When
        claims.end(canary, new Dropped("it was deleted"));

        // Then
        assertThat(states("r-1")).containsExactly(State.GONE, State.WAITING);
        assertThat(claims.claim(1)).hasSize(1);
        assertThat(database.events()).isEmpty();
    }

    @Test
    void whoEndsLeavesWhatItWatchesToOthersAndKeepsNothing() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        var first = claims.claim(5).getFirst();
        claims.begin(first);
        claims.watch(first, true, "stamped");
        claims.later(first, LEASE, new Awaited("it becomes ready", false));

        // When
        claims.giveUp();

        // Then
        assertThat(others.claim(5)).extracting(Claimed::workload).containsExactly(first.workload());
        claims.end(first, new Failed("seen too late"));
        assertThat(states("r-1")).containsExactly(State.WATCHING);
    }

    @Test
    void whoEndsLeavesOthersTheirs() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        var first = claims.claim(5).getFirst();
        claims.begin(first);

        // When
        others.giveUp();

        // Then
        claims.watch(first, true, "stamped");
        assertThat(states("r-1")).containsExactly(State.WATCHING);
        assertThat(others.claim(5)).isEmpty();
    }
}
