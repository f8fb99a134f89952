package io.otalite.rotation.restart.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.events.RestartFailed;
import io.otalite.events.RestartVerified;
import io.otalite.rotation.MutableClock;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.Claimed;
import io.otalite.rotation.restart.Claims.Awaited;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.restart.Consumer.Mode;
import io.otalite.rotation.restart.Outcome.Failed;
import io.otalite.rotation.restart.Outcome.Verified;
import io.otalite.rotation.restart.Planned;
import io.otalite.rotation.restart.Planned.Turn;
import io.otalite.rotation.restart.Quarantine.Received;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.rotation.restart.postgres.PostgresClaims.Holder;
import io.otalite.tuf.Bytes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresRestartsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final URI SOURCE = URI.create("urn:test");
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int CONCURRENCY = 3;
    private static RestartDatabase database;

    private final MutableClock clock = new MutableClock(NOON);
    private final PostgresInbox inbox = new PostgresInbox(database.dataSource(), SOURCE, clock);
    private final PostgresRecords records = new PostgresRecords(database.dataSource(), clock);
    private final PostgresClaims claims = claims("one", LEASE);
    private final PostgresClaims others = claims("two", LEASE);

    @BeforeAll
    static void start() {
        database = new RestartDatabase();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void empty() {
        database.empty();
    }

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
    void afterAFailureOthersOfTheRotationAreNotBegunEither() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        claims.end(claims.claim(1).getFirst(), new Failed("it crashes"));

        // When
        inbox.record(change("r-1", "shop/other"), planned("shop/b"), false);

        // Then
        assertThat(states("r-1")).containsExactlyInAnyOrder(State.FAILED, State.CANCELLED);
    }

    @Test
    void whatIsPutBackIsPutBackEverywhere() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a", "shop/b"), false);
        var watched = claims.claim(1).getFirst();
        claims.watch(watched, true, "stamped");

        // When
        inbox.record(change("r-1-back", "shop/key"), planned("shop/a", "shop/b"), true);
        claims.end(claims.claim(1).getFirst(), new Failed("it crashes all the same"));

        // Then
        assertThat(states("r-1")).containsOnly(State.CANCELLED);
        assertThat(states("r-1-back")).containsExactly(State.FAILED, State.WAITING);
        claims.end(watched, new Verified(List.of()));
        assertThat(states("r-1")).as("what was given up stays so").containsOnly(State.CANCELLED);
    }

    @Test
    void whatCannotBeRestartedHasFailedAtOnceAndHoldsNobodyUp() {
        // Given
        var refused = new Consumer(
                new ObjectRef(Kinds.STATEFUL_SET, "shop", "db"), Mode.REFUSED, Optional.of("restart it by hand"));
        var plan = new ArrayList<>(planned("shop/a"));
        plan.add(new Planned(refused, Turn.ORDINARY, 1));

        // When
        inbox.record(change("r-1", "shop/key"), plan, false);

        // Then
        assertThat(states("r-1")).containsExactlyInAnyOrder(State.WAITING, State.FAILED);
        assertThat(database.events()).hasSize(1);
        assertThat(claims.claim(1)).hasSize(1);
    }

    @Test
    void aReplayChangesNothing() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        verify(claims.claim(1).getFirst());

        // When
        inbox.record(change("r-1", "shop/key"), planned("shop/a", "shop/new"), false);

        // Then
        assertThat(states("r-1")).containsExactly(State.VERIFIED);
        assertThat(claims.claim(1)).isEmpty();
    }

    @Test
    void severalSecretsOfARotationGiveAWorkloadOneTask() {
        // When
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        inbox.record(change("r-1", "shop/other"), planned("shop/a", "shop/b"), false);

        // Then
        assertThat(inbox.tasks("r-1")).hasSize(2);
        var task = claims.claim(1).getFirst();
        assertThat(task.changes()).extracting(change -> change.secret().name()).containsExactly("key", "other");
        verify(task);
        assertThat(database.events()).as("one for each Secret").hasSize(2);
    }

    @ParameterizedTest(name = "the second is {0} s later")
    @CsvSource({"10, CANCELLED, WAITING", "-10, WAITING, CANCELLED"})
    void ofChangesThatWaitTheNewestCoversTheOthers(int later, State first, State second) {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);

        // When
        inbox.record(change("r-2", "shop/key", NOON.plusSeconds(later)), planned("shop/a"), false);

        // Then
        assertThat(states("r-1")).containsExactly(first);
        assertThat(states("r-2")).containsExactly(second);
    }

    @ParameterizedTest(name = "the other one is {0} s later")
    @ValueSource(ints = {10, -10})
    void whatOthersSayDoesNotGiveUpARotationOfThisService(int later) {
        // Given
        var foreign = change("r-1", "shop/key", NOON.plusSeconds(later));
        inbox.record(foreign, planned("shop/a"), false);
        inbox.record(change("rotation-1", "shop/key"), planned("shop/a"), false);

        // When
        inbox.record(change("r-2", "shop/key", NOON.plusSeconds(later)), planned("shop/a"), false);

        // Then
        assertThat(states("rotation-1")).containsExactly(State.WAITING);
        assertThat(states("r-1")).containsExactly(State.CANCELLED);
        assertThat(inbox.tasks("r-2")).singleElement().satisfies(task -> {
            assertThat(task.state()).isEqualTo(State.CANCELLED);
            assertThat(task.reason()).contains("covered by rotation-1");
        });
    }

    @Test
    void anEventGivesUpNoRotationOfThisServiceThatWaitsForTheUseOfItsKey() {
        // Given
        inbox.record(change("rotation-1", "shop/key"), planned("shop/a"), false);
        var task = claims.claim(1).getFirst();
        claims.watch(task, true, "stamped");
        claims.later(task, Duration.ZERO, new Awaited("silent", true));

        // When
        inbox.record(change("r-1", "shop/key", NOON.plusSeconds(10)), planned("shop/a"), false);

        // Then
        assertThat(states("rotation-1")).containsExactly(State.WATCHING);
        assertThat(states("r-1")).as("waits for its turn").containsExactly(State.WAITING);
        assertThat(claims.claim(5)).extracting(Claimed::rotationId).containsExactly("rotation-1");
    }

    @Test
    void aChangeOfAnotherSecretIsNotCovered() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);

        // When
        inbox.record(change("r-2", "shop/other", NOON.plusSeconds(10)), planned("shop/a"), false);

        // Then
        assertThat(states("r-1")).containsExactly(State.WAITING);
        assertThat(claims.claim(5)).as("one at a time for a workload").hasSize(1);
    }

    @Test
    void whoOnlyWaitsForTheUseOfAKeyIsCoveredByTheNextOne() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        var task = claims.claim(1).getFirst();
        claims.watch(task, true, "stamped");
        claims.later(task, Duration.ZERO, new Awaited("silent", true));

        // When
        inbox.record(change("r-2", "shop/key", NOON.plusSeconds(10)), planned("shop/a"), false);

        // Then
        assertThat(states("r-1")).containsExactly(State.CANCELLED);
        assertThat(claims.claim(1)).hasSize(1);
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
        assertThat(claims.watch(lost, true, "too late")).isFalse();
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
        assertThat(claims.watch(first, true, "stamped")).isTrue();
        assertThat(others.claim(5)).isEmpty();
    }

    @Test
    void whatIsGivenUpIsNotBegun() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        var task = claims.claim(1).getFirst();

        // When
        inbox.cancel("r-1", "somebody said so");

        // Then
        assertThat(claims.begin(task)).isFalse();
        assertThat(inbox.tasks("r-1"))
                .singleElement()
                .extracting(RestartTask::reason)
                .isEqualTo(Optional.of("somebody said so"));
    }

    @Test
    void whatIsGivenUpIsNotBegunWhenItIsRecordedLater() {
        // Given
        inbox.cancel("r-1", "somebody said so");

        // When
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);

        // Then
        assertThat(states("r-1")).containsExactly(State.CANCELLED);
        assertThat(inbox.tasks("r-1").getFirst().reason()).contains("somebody said so");
    }

    @Test
    void whoMayHaveTheNewContentIsKnownAfterwards() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a", "shop/b"), false);
        claims.begin(claims.claim(1).getFirst());
        inbox.record(change("r-2", "shop/other"), planned("shop/c"), false);
        claims.end(claims.claim(1).getFirst(), new Failed("it would not start"));

        // When
        inbox.record(change("r-1-back", "shop/key"), planned("shop/a", "shop/b"), true);

        // Then
        assertThat(inbox.tasks("r-1")).extracting(RestartTask::begun).containsExactly(true, false);
        assertThat(inbox.tasks("r-2")).extracting(RestartTask::begun).containsExactly(false);
    }

    @Test
    void whatIsSetAsideIsKeptOnceAndWithoutKeys() {
        // Given
        var plain = new Received("topic", 1, 2, "shop/key", Bytes.utf8("{\"keys\": 1}"));
        var secret = new Received("topic", 1, 3, "shop/\0", Bytes.utf8("{\"private_key\": \"x"));

        // When
        records.setAside(plain, "BAD_VALUE");
        records.setAside(plain, "BAD_VALUE");
        records.setAside(secret, "BAD_VALUE");

        // Then
        assertThat(records.quarantined(0, 10))
                .extracting(entry -> entry.offset())
                .containsExactly(2L, 3L);
        assertThat(records.counts().quarantined()).isEqualTo(2);
        List<Long> withPayload = database.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select position from restart_quarantine where payload is not null")
                        .mapTo(Long.class)
                        .list());
        assertThat(withPayload).containsExactly(2L);
    }

    @Test
    void whatWasRecordedCanBeLookedUp() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a", "shop/b"), false);
        inbox.record(change("r-2", "shop/other"), planned("shop/c"), false);

        // When
        var second = records.entries(Optional.of("r-1"), 1, 10);

        // Then
        assertThat(second).extracting(entry -> entry.task().workload().name()).containsExactly("b");
        assertThat(records.entries(Optional.empty(), 0, 10)).hasSize(3);
        assertThat(records.changes("r-2")).containsExactly(change("r-2", "shop/other"));
        assertThat(inbox.isRecorded("r-2", secret("shop/other"))).isTrue();
        assertThat(inbox.isRecorded("r-2", secret("shop/key"))).isFalse();
        assertThat(records.counts().tasks()).containsEntry(State.WAITING, 3L);
        assertThat(records.counts().oldestWaiting()).contains(NOON);
    }

    @Test
    void whatOthersAskedForIsForgottenOnceItIsLongOver() {
        // Given
        inbox.record(change("over", "shop/key"), planned("shop/a"), false);
        verify(claims.claim(1).getFirst());
        inbox.record(change("rotation-1", "shop/key"), planned("shop/a"), false);
        verify(claims.claim(1).getFirst());
        inbox.record(change("nobody", "shop/nobody"), List.of(), false);
        inbox.record(change("open", "shop/other"), planned("shop/b", "shop/c"), false);
        verify(claims.claim(1).getFirst());
        clock.pass(Duration.ofDays(1));
        inbox.record(change("new", "shop/new"), List.of(), false);

        // When
        records.forget(NOON.plusSeconds(1));

        // Then
        assertThat(records.entries(Optional.empty(), 0, 10))
                .extracting(entry -> entry.task().rotationId())
                .containsExactly("rotation-1", "open", "open");
        assertThat(Stream.of("over", "nobody", "rotation-1", "open", "new"))
                .filteredOn(id -> !records.changes(id).isEmpty())
                .containsExactly("rotation-1", "open", "new");
    }

    private void verify(Claimed task) {
        claims.begin(task);
        claims.watch(task, true, "stamped");
        claims.end(task, new Verified(List.of("healthy")));
    }

    private List<State> states(String rotation) {
        return inbox.tasks(rotation).stream().map(RestartTask::state).toList();
    }

    private static void endLease() {
        database.jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "update restart_task set claimed_until = now() - interval '1 s', due_at = now() - interval '1 s'"));
    }

    private PostgresClaims claims(String name, Duration lease) {
        return claims(name, lease, CONCURRENCY);
    }

    private PostgresClaims claims(String name, Duration lease, int concurrency) {
        return new PostgresClaims(database.dataSource(), SOURCE, new Holder(name, lease, concurrency), clock);
    }

    private static Change change(String rotation, String secret) {
        return change(rotation, secret, NOON);
    }

    private static Change change(String rotation, String secret, Instant at) {
        return new Change(
                rotation,
                secret(secret),
                new TreeSet<>(List.of("key.json")),
                Optional.of("old"),
                Optional.of("new"),
                Optional.empty(),
                at);
    }

    private static ObjectRef secret(String name) {
        return ref(Kinds.SECRET, name);
    }

    /** In the order in which they are named: each wants one pod more than the one before. */
    private static List<Planned> planned(String... names) {
        return IntStream.range(0, names.length)
                .mapToObj(place -> new Planned(
                        new Consumer(ref(Kinds.DEPLOYMENT, names[place]), Mode.RESTART, Optional.empty()),
                        Turn.ORDINARY,
                        place + 1))
                .toList();
    }

    private static ObjectRef ref(String kind, String name) {
        var parts = Arrays.asList(name.split("/", -1));
        return new ObjectRef(kind, parts.getFirst(), parts.getLast());
    }
}
