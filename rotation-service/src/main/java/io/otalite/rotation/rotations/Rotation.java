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
        public enum Kind {
            /** To go back to how it was. */
            ABORT,
            /** To go on although nobody can tell whether the old credential is in use. */
            RETIRE,
            /** To leave everything as it is and do nothing more. */
            ABANDON
        }
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
