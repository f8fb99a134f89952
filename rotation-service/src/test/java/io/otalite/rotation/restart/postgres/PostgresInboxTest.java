package io.otalite.rotation.restart.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Consumer;
import io.otalite.rotation.restart.Consumer.Mode;
import io.otalite.rotation.restart.Outcome.Failed;
import io.otalite.rotation.restart.Outcome.Verified;
import io.otalite.rotation.restart.Planned;
import io.otalite.rotation.restart.Planned.Turn;
import io.otalite.rotation.restart.Quarantine.Received;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.RestartTask.State;
import io.otalite.tuf.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is recorded, and can be looked up. */
class PostgresInboxTest extends RestartsInPostgres {
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
        inbox.record(change("r-1-undo", "shop/key"), planned("shop/a", "shop/b"), true);

        // Then
        assertThat(inbox.tasks("r-1")).extracting(RestartTask::begun).containsExactly(true, false);
        assertThat(inbox.tasks("r-2")).extracting(RestartTask::begun).containsExactly(false);
    }

    @Test
    void whatIsSetAsideIsKeptOnceAndWithoutKeys() {
        // Given
        var plain = new Received("topic", 1, 2, "shop/key", Bytes.utf8("{\"keys\": 1}"), NOON);
        var secret = new Received("topic", 1, 3, "shop/\0", Bytes.utf8("{\"private_key\": \"x"), NOON);

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

    @Test
    void anotherSecretOfARotationOfOthersIsNotTakenForVerified() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        verify(claims.claim(1).getFirst());

        // When
        inbox.record(change("r-1", "shop/other"), planned("shop/a"), false);

        // Then
        var again = claims.claim(1);
        assertThat(again).singleElement().satisfies(task -> {
            assertThat(task.state()).isEqualTo(State.WAITING);
            assertThat(task.nature().renewals()).isEqualTo(1);
            assertThat(task.changes()).hasSize(2);
        });
        verify(again.getFirst());
        assertThat(states("r-1")).containsExactly(State.VERIFIED);
        assertThat(database.events()).hasSize(3);
    }

    @Test
    void whoeverWatchesLosesWhatIsBegunAnew() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        var watched = claims.claim(1).getFirst();
        claims.watch(watched, true, "stamped");

        // When
        inbox.record(change("r-1", "shop/other"), planned("shop/a"), false);

        // Then
        claims.end(watched, new Verified(List.of("of the first")));
        assertThat(states("r-1")).containsExactly(State.WAITING);
        assertThat(database.events()).isEmpty();
    }

    @Test
    void aRotationOfThisServiceAsksWhenAllIsWritten() {
        // Given
        inbox.record(change("rotation-1", "shop/key"), planned("shop/a"), false);
        verify(claims.claim(1).getFirst());

        // When
        inbox.record(change("rotation-1", "shop/other"), planned("shop/a"), false);

        // Then
        assertThat(states("rotation-1")).containsExactly(State.VERIFIED);
    }

    @Test
    void ofATopicThatWasMadeAnewTheSamePlaceHasAnotherRecord() {
        // Given
        records.setAside(new Received("topic", 1, 2, "shop/key", Bytes.utf8("one"), NOON), "BAD_VALUE");

        // When
        records.setAside(new Received("topic", 1, 2, "shop/key", Bytes.utf8("other"), NOON), "BAD_VALUE");

        // Then
        assertThat(records.quarantined(0, 10)).hasSize(2);
    }
}
