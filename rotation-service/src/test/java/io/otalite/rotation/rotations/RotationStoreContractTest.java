package io.otalite.rotation.rotations;

import static io.otalite.rotation.rotations.RotationStore.LATEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.otalite.rotation.credentials.Issued;
import io.otalite.rotation.rotations.Rotation.Order;
import io.otalite.rotation.rotations.RotationStore.Claim;
import io.otalite.rotation.rotations.RotationStore.Listed;
import io.otalite.rotation.rotations.RotationStore.Told;
import io.otalite.tuf.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of {@link RotationStore}. */
public abstract class RotationStoreContractTest {
    protected static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final State.Span SPANNED = new State.Span(NOON, NOON.plusSeconds(1));
    private static final Duration SPAN = Duration.ofMinutes(2);
    private static final Set<String> LOCKS = Set.of("account backup", "secret shop/google");
    private static final Confidential KEPT = new Confidential(
            Optional.of(Bytes.utf8("intent")),
            Optional.of(new Issued("key-1", Map.of(Issued.WHOLE, Bytes.utf8("private")))),
            Map.of("shop/Secret/google", Map.of("key.json", "digest")),
            Map.of("shop/Secret/google", Map.of("key.json", Bytes.utf8("old"))));

    private RotationStore store;

    /** An empty one. */
    protected abstract RotationStore store();

    /** The same one, used by another instance. */
    protected abstract RotationStore another(String instance);

    /** As if every instance that has a claim had died a while ago. */
    protected abstract void expireClaims();

    /** As if a later version of the service had recorded it. */
    protected abstract void makeUnreadable(String id);

    @BeforeEach
    void open() {
        store = store();
    }

    protected static Rotation rotation(String id) {
        return new Rotation(
                id, RotationScene.plan(NOON), new State.Planned(), NOON, Optional.empty(), Optional.empty());
    }

    private Claim claim() {
        var claims = store.claim(10, NOON, SPAN);
        assertThat(claims).hasSize(1);
        return claims.getFirst();
    }

    private void become(State state) {
        assertThat(store.record(claim(), Outcome.to(state, "so it is").keeping(KEPT), NOON))
                .isTrue();
    }

    @Test
    void whatBeginsIsFoundAndDue() {
        // When
        var busy = store.begin(rotation("one"), LOCKS);

        // Then
        assertThat(busy).isEmpty();
        assertThat(store.find("one")).contains(rotation("one"));
        assertThat(store.holder(Set.of("account backup", "another"))).contains("one");
        assertThat(claim().rotation()).isEqualTo(rotation("one"));
    }

    @Test
    void noTwoHaveALockInCommon() {
        // Given
        store.begin(rotation("one"), LOCKS);

        // When
        var busy = store.begin(rotation("two"), Set.of("account other", "secret shop/google"));

        // Then
        assertThat(busy).contains("one");
        assertThat(store.find("two")).isEmpty();
        assertThat(store.holder(Set.of("account other"))).isEmpty();
    }

    @Test
    void whoStartsAgainTakesUpAtOnceWhatItHadClaimed() {
        // Given
        store.begin(rotation("one"), LOCKS);
        var before = claim();
        var other = another("two");

        // When
        other.takeOver();
        var others = other.claim(10, NOON, SPAN);
        store.takeOver();

        // Then
        assertThat(others).isEmpty();
        assertThat(claim().rotation()).isEqualTo(before.rotation());
        assertThat(store.holds(before, Duration.ZERO)).isFalse();
        assertThat(store.record(before, Outcome.look(Duration.ZERO), NOON)).isFalse();
    }

    @Test
    void theEndFreesTheLocksAndWipesWhatWasKept() {
        // Given
        store.begin(rotation("one"), LOCKS);
        become(new State.Staging("key-1", NOON));

        // When
        become(new State.Done("key-1"));

        // Then
        assertThat(store.holder(LOCKS)).isEmpty();
        assertThat(store.claim(10, NOON.plus(SPAN), SPAN)).isEmpty();
        assertThat(store.confidential(new Claim(rotation("one"), 2))).isEqualTo(Confidential.NOTHING);
    }

    @Test
    void whatIsKeptComesBackAsItWas() {
        // Given
        store.begin(rotation("one"), LOCKS);

        // When
        become(new State.Staging("key-1", NOON));

        // Then
        assertThat(store.confidential(claim())).isEqualTo(KEPT);
    }

    static Stream<State> everyState() {
        return Stream.of(
                new State.Planned(),
                new State.Revoking(),
                new State.Minting(),
                new State.Minted("key-1", NOON, 2),
                new State.Proven("key-1"),
                new State.Staging("key-1", NOON),
                new State.Staged("key-1", NOON, NOON.plusSeconds(1)),
                new State.Canary("key-1", NOON),
                new State.Rolling("key-1", NOON),
                new State.Settled("key-1", NOON, NOON.plusSeconds(1)),
                new State.Draining("key-1", NOON, NOON.plusSeconds(1), NOON.plusSeconds(2)),
                new State.Disabling("key-1", NOON),
                new State.Quarantined("key-1", NOON, NOON.plusSeconds(1), Optional.of(NOON.plusSeconds(2))),
                new State.Deleting("key-1"),
                new State.Enabling("key-1", "why", NOON, true),
                new State.Restoring("why", NOON, Optional.of(NOON)),
                new State.Reverting("why", SPANNED, 3),
                new State.Discarding("why", Optional.of(SPANNED), Optional.of(NOON)),
                new State.Refused(List.of("one", "two")),
                new State.Done("key-1"),
                new State.Aborted("why"),
                new State.RolledBack("why"),
                new State.Failed("why"));
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void everyStateComesBackAsItWas(State state) {
        // Given
        store.begin(rotation("one"), LOCKS);

        // When
        become(state);

        // Then
        assertThat(store.find("one").orElseThrow().state()).isEqualTo(state);
        assertThat(store.history("one"))
                .extracting(Told::state, Told::lines)
                .containsExactly(tuple(state.name(), List.of("so it is")));
    }

    @Test
    void whatIsClaimedIsNobodyElses() {
        // Given
        store.begin(rotation("one"), LOCKS);
        var claim = claim();

        // When
        var others = store.claim(10, NOON, SPAN);

        // Then
        assertThat(others).isEmpty();
        assertThat(store.holds(claim, Duration.ofMinutes(1))).isTrue();
        assertThat(store.holds(claim, Duration.ofMinutes(3))).isFalse();
    }

    @Test
    void whoLostTheClaimRecordsNothing() {
        // Given
        store.begin(rotation("one"), LOCKS);
        var late = claim();
        expireClaims();
        var winner = claim();

        // When
        var recorded = store.record(late, Outcome.to(new State.Aborted("too late"), "too late"), NOON);

        // Then
        assertThat(recorded).isFalse();
        assertThat(store.holds(late, Duration.ZERO)).isFalse();
        assertThat(store.holds(winner, Duration.ZERO)).isTrue();
        assertThat(store.find("one")).contains(rotation("one"));
        assertThat(store.history("one")).isEmpty();
    }

    @Test
    void aProblemIsKnownSinceItBeganUntilItIsOver() {
        // Given
        store.begin(rotation("one"), LOCKS);
        store.record(claim(), Outcome.stuck(Duration.ZERO, "away"), NOON);

        // When
        store.record(claim(), Outcome.stuck(Duration.ZERO, "still away"), NOON.plusSeconds(60));

        // Then
        assertThat(store.find("one").orElseThrow().problem()).contains(new Rotation.Problem("still away", NOON));
        store.record(store.claim(1, NOON.plusSeconds(60), SPAN).getFirst(), Outcome.look(Duration.ZERO), NOON);
        assertThat(store.find("one").orElseThrow().problem()).isEmpty();
    }

    @Test
    void anOrderMakesTheNextStepDueEvenWhileOneIsTaken() {
        // Given
        store.begin(rotation("one"), LOCKS);
        var claim = claim();
        var order = new Order(Order.Kind.ABORT, "not now", "somebody", NOON);

        // When
        var taken = store.order("one", order);

        // Then
        store.record(claim, Outcome.look(Duration.ofHours(1)), NOON);
        assertThat(taken).isTrue();
        assertThat(claim().rotation().abort()).contains(order);
    }

    @Test
    void anOrderTakesThePlaceOfOneThatUndoesLess() {
        // Given
        store.begin(rotation("one"), LOCKS);
        var abort = new Order(Order.Kind.ABORT, "not now", "somebody", NOON);
        var abandon = new Order(Order.Kind.ABANDON, "never", "somebody else", NOON);
        store.order("one", abort);

        // When
        var retired = store.order("one", new Order(Order.Kind.RETIRE, "nobody uses it", "a script", NOON));
        var kept = store.find("one").orElseThrow().order();
        var abandoned = store.order("one", abandon);

        // Then
        assertThat(retired).isFalse();
        assertThat(kept).contains(abort);
        assertThat(abandoned).isTrue();
        assertThat(store.find("one").orElseThrow().order()).contains(abandon);
    }

    @ParameterizedTest
    @CsvSource({"ABORT, false", "ABANDON, true"})
    void anOrderGoesWhenTheRotationIsWhereItCannotBeCarriedOut(Order.Kind kind, boolean stays) {
        // Given
        store.begin(rotation("one"), LOCKS);
        store.order("one", new Order(kind, "not now", "somebody", NOON));

        // When
        become(new State.Restoring("not now", NOON, Optional.empty()));

        // Then
        assertThat(store.find("one").orElseThrow().order().isPresent()).isEqualTo(stays);
    }

    @Test
    void whatIsOverTakesNoOrder() {
        // Given
        store.begin(rotation("one"), LOCKS);
        become(new State.Aborted("why"));

        // When
        var taken = store.order("one", new Order(Order.Kind.ABORT, "again", "somebody", NOON));

        // Then
        assertThat(taken).isFalse();
    }

    @Test
    void theLatestIsListedFirstAndOnlyWhatIsOpenOnDemand() {
        // Given
        store.begin(rotation("one"), Set.of("a"));
        become(new State.Aborted("why"));
        store.begin(rotation("two"), Set.of("a"));
        store.begin(rotation("three"), Set.of("b"));

        // When
        var all = store.list(Optional.empty(), false, 10);
        var open = store.list(Optional.empty(), true, 1);
        var rest = store.list(Optional.of("two"), false, 10);

        // Then
        assertThat(all).extracting(Listed::id).containsExactly("three", "two", "one");
        assertThat(open).extracting(Listed::id).containsExactly("three");
        assertThat(rest).extracting(Listed::id).containsExactly("one");
    }

    @Test
    void oneThatCannotBeReadHasAProblemAndStopsNoOther() {
        // Given
        store.begin(rotation("one"), Set.of("a"));
        store.begin(rotation("two"), Set.of("b"));
        makeUnreadable("one");

        // When
        var claims = store.claim(10, NOON, SPAN);

        // Then
        assertThat(claims).extracting(claim -> claim.rotation().id()).containsExactly("two");
        assertThat(store.list(Optional.empty(), false, 10))
                .satisfiesExactly(two -> assertThat(two.rotation()).contains(rotation("two")), one -> {
                    assertThat(one.rotation()).isEmpty();
                    assertThat(one.state()).isEqualTo("OF_TOMORROW");
                    assertThat(one.problem().orElseThrow().text()).contains("OF_TOMORROW", "its state");
                    assertThat(one.problem().orElseThrow().since()).isEqualTo(NOON);
                });
        assertThatThrownBy(() -> store.find("one")).isInstanceOf(UnreadableRotationException.class);
        assertThat(store.holder(Set.of("a"))).contains("one");
    }

    @Test
    void aRefusalIsKeptAndHoldsNothing() {
        // Given
        var refused = new State.Refused(List.of("why"));
        var rotation = new Rotation("one", RotationScene.plan(NOON), refused, NOON, Optional.empty(), Optional.empty());

        // When
        store.keepRefused(rotation, Outcome.to(refused, "Refused", List.of("why")));

        // Then
        assertThat(store.find("one")).contains(rotation);
        assertThat(store.history("one")).extracting(Told::lines).containsExactly(List.of("Refused", "why"));
        assertThat(store.claim(10, NOON.plus(SPAN), SPAN)).isEmpty();
    }

    /** A rotation that waits for days looks often. */
    @Test
    void aLongHistoryIsToldFromItsEndOrInPages() {
        // Given
        store.begin(rotation("other"), Set.of("b"));
        become(new State.Aborted("why"));
        store.begin(rotation("one"), LOCKS);
        for (var line = 1; line <= LATEST + 3; line++) {
            store.record(claim(), Outcome.to(new State.Planned(), "look " + line), NOON);
        }

        // When
        var latest = store.history("one");
        var page = store.history("one", 2, 3);
        var end = store.history("one", LATEST + 1, 10);

        // Then
        assertThat(latest).hasSize(LATEST);
        assertThat(latest.getFirst()).isEqualTo(new Told(4, NOON, "PLANNED", List.of("look 4")));
        assertThat(latest.getLast()).isEqualTo(new Told(LATEST + 3, NOON, "PLANNED", List.of("look 103")));
        assertThat(page).extracting(Told::number).containsExactly(3L, 4L, 5L);
        assertThat(page).extracting(told -> told.lines().getFirst()).containsExactly("look 3", "look 4", "look 5");
        assertThat(end).extracting(Told::number).containsExactly(102L, 103L);
    }

    @Test
    void whatNobodyHasEverSeenIsNotFound() {
        assertThat(store.find("none")).isEmpty();
        assertThat(store.history("none")).isEmpty();
    }
}
