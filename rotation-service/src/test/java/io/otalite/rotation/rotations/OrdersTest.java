package io.otalite.rotation.rotations;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.rotations.Rotation.Order;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which orders a rotation takes: what it takes it carries out. */
class OrdersTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final List<State> STATES = List.of(
            new State.Planned(),
            new State.Revoking(),
            new State.Minting(),
            new State.Minted("new", NOON, 0),
            new State.Proven("new"),
            new State.Staging("new", NOON),
            new State.Staged("new", NOON, NOON),
            new State.Canary("new", NOON),
            new State.Rolling("new", NOON),
            new State.Settled("new", NOON, NOON),
            new State.Draining("new", NOON, NOON, NOON),
            new State.Disabling("new", NOON),
            new State.Quarantined("new", NOON, NOON, Optional.empty()),
            new State.Enabling("new", "why", NOON, true),
            new State.Deleting("new"),
            new State.Restoring("why", NOON, Optional.empty()),
            new State.Reverting("why", new State.Span(NOON, NOON), 0),
            new State.Discarding("why", Optional.empty(), Optional.empty()),
            new State.Done("new"));

    @ParameterizedTest
    @CsvSource({
        "ABANDON, false, DONE",
        "ABORT, false, ENABLING DELETING RESTORING REVERTING DISCARDING DONE",
        "ABORT, true, STAGING SETTLED DRAINING DISABLING QUARANTINED ENABLING DELETING RESTORING REVERTING DISCARDING DONE",
        "RETIRE, false, PLANNED REVOKING MINTING MINTED PROVEN STAGING STAGED CANARY ROLLING SETTLED DISABLING QUARANTINED ENABLING DELETING RESTORING REVERTING DISCARDING DONE"
    })
    void anOrderIsRefusedWhereItWouldNotBeCarriedOut(Order.Kind kind, boolean compromised, String refusing) {
        assertThat(STATES.stream()
                        .filter(state ->
                                rotation(state, compromised).refusal(kind).isPresent())
                        .map(State::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(refusing);
    }

    private static Rotation rotation(State state, boolean compromised) {
        var plan = RotationScene.plan(NOON, compromised);
        return new Rotation("rotation-1", plan, state, NOON, Optional.empty(), Optional.empty());
    }
}
