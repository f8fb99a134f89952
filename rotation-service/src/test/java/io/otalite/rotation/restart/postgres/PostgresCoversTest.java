package io.otalite.rotation.restart.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.restart.Claimed;
import io.otalite.rotation.restart.Claims.Awaited;
import io.otalite.rotation.restart.Outcome.Failed;
import io.otalite.rotation.restart.Outcome.Verified;
import io.otalite.rotation.restart.RestartTask.State;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which restart makes which other one needless. */
class PostgresCoversTest extends RestartsInPostgres {
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
    void whatIsPutBackIsPutBackEverywhere() {
        // Given
        inbox.record(change("r-1", "shop/key"), planned("shop/a", "shop/b"), false);
        var watched = claims.claim(1).getFirst();
        claims.watch(watched, true, "stamped");

        // When
        inbox.record(change("r-1-undo", "shop/key"), planned("shop/a", "shop/b"), true);
        claims.end(claims.claim(1).getFirst(), new Failed("it crashes all the same"));

        // Then
        assertThat(states("r-1")).containsOnly(State.CANCELLED);
        assertThat(states("r-1-undo")).containsExactly(State.FAILED, State.WAITING);
        claims.end(watched, new Verified(List.of()));
        assertThat(states("r-1")).as("what was given up stays so").containsOnly(State.CANCELLED);
    }

    @ParameterizedTest
    @CsvSource({"given up, WAITING, WAITING", "failed, CANCELLED, WAITING", "taken back, CANCELLED, WAITING"})
    void whoIsCoveredWaitsAgainWhenItsCoverIs(String end, State first, State second) {
        // Given
        inbox.record(change("rotation-1", "shop/key"), planned("shop/a", "shop/b"), false);
        inbox.record(change("r-1", "shop/key", NOON.plusSeconds(10)), planned("shop/a", "shop/b"), false);
        assertThat(states("r-1")).containsOnly(State.CANCELLED);

        // When
        switch (end) {
            case "failed" -> claims.end(claims.claim(1).getFirst(), new Failed("it crashes"));
            case "taken back" -> {
                claims.begin(claims.claim(1).getFirst());
                inbox.record(change("rotation-1-undo", "shop/key"), planned("shop/a"), true);
            }
            default -> inbox.cancel("rotation-1", "somebody said so");
        }

        // Then
        assertThat(states("r-1")).containsExactly(first, second);
    }

    @Test
    void whatWasGivenUpItselfStaysSoWhenItsCoverIsGivenUp() {
        // Given
        inbox.record(change("rotation-1", "shop/key"), planned("shop/a"), false);
        inbox.record(change("r-1", "shop/key"), planned("shop/a"), false);
        inbox.cancel("r-1", "somebody said so");

        // When
        inbox.cancel("rotation-1", "somebody said so");

        // Then
        assertThat(states("r-1")).containsOnly(State.CANCELLED);
    }

    @Test
    void whatIsTakenBackGivesUpNothingOfOthers() {
        // Given
        inbox.record(change("rotation-1", "shop/key", "backup"), planned("shop/a"), false);
        claims.begin(claims.claim(1).getFirst());
        inbox.record(change("r-1", "shop/key", "backup"), planned("shop/b"), false);

        // When
        inbox.record(change("rotation-1-undo", "shop/key", "backup"), planned("shop/a"), true);

        // Then
        assertThat(states("rotation-1")).containsExactly(State.CANCELLED);
        assertThat(states("r-1")).containsExactly(State.WAITING);
    }
}
