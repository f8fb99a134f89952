package io.otalite.rotation.rotations;

import java.time.Instant;
import java.util.Optional;

/**
 * One rotation, as everybody may see it.
 *
 * @param id also the value of the annotation that restarts workloads
 * @param since when it came into its state
 * @param problem what keeps it from going on, for people; empty while it goes on
 * @param order what a person has asked for since, and is not carried out yet
 */
public record Rotation(
        String id, Plan plan, State state, Instant since, Optional<Problem> problem, Optional<Order> order) {
    /** What keeps it from going on. @param since when it first did */
    public record Problem(String text, Instant since) {}

    /** What a person wants of it. @param by the caller */
    public record Order(Kind kind, String reason, String by, Instant at) {
        /** What comes later undoes, or leaves, more: it takes the place of what comes earlier, and never the other way round. */
        public enum Kind {
            /** To go on although nobody can tell whether the old credential is in use. */
            RETIRE,
            /** To go back to how it was. */
            ABORT,
            /** To leave everything as it is and do nothing more. */
            ABANDON
        }
    }

    /** Why an order would not be carried out, neither now nor later, for people; empty when it would. */
    public Optional<String> refusal(Order.Kind kind) {
        if (state.isOver()) {
            return Optional.of("it is over");
        }
        return switch (kind) {
            case ABANDON -> Optional.empty();
            case RETIRE ->
                state instanceof State.Draining
                        ? Optional.empty()
                        : Optional.of("it does not wait for the silence of the old credential");
            case ABORT -> refusalToAbort();
        };
    }

    /** Whether the order it has is carried out, or never will be, once it is in that state. */
    public boolean isSettledBy(State next) {
        var then = new Rotation(id, plan, next, since, problem, order);
        return order.flatMap(given -> then.refusal(given.kind())).isPresent();
    }

    private Optional<String> refusalToAbort() {
        return switch (state) {
            case State.Staging _
            when plan.compromised() ->
                Optional.of(
                        "the new credential is being written, and would be lost; ask again when it stands everywhere");
            case State.Retiring _
            when plan.compromised() ->
                Optional.of("the old credential is in wrong hands, and everything uses the new one");
            case State.Deleting _ -> Optional.of("the old credential is being deleted");
            case State.Restoring _, State.Reverting _, State.Discarding _ -> Optional.of("it is going back already");
            case State.Enabling enabling when enabling.restoring() -> Optional.of("it is going back already");
            case State.Planned _,
                    State.Revoking _,
                    State.BeforeStaging _,
                    State.Distributing _,
                    State.Retiring _,
                    State.Enabling _,
                    State.Over _ -> Optional.empty();
        };
    }

    /** The order to abort, if there is one. */
    public Optional<Order> abort() {
        return order.filter(asked -> asked.kind() == Order.Kind.ABORT);
    }

    /** The order to leave it, if there is one. */
    public Optional<Order> abandon() {
        return order.filter(asked -> asked.kind() == Order.Kind.ABANDON);
    }

    /** The order to retire the old credential, if there is one. */
    public Optional<Order> retire() {
        return order.filter(asked -> asked.kind() == Order.Kind.RETIRE);
    }
}
