package io.otalite.rotation.rotations;

import io.otalite.rotation.rotations.Rotation.Order;
import io.otalite.rotation.rotations.Rotation.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the rotations, what each did, and whose turn it is. Thread-safe, and safe with several instances.
 *
 * <p>Laws: of all rotations that are not over, no two have a lock in common. A step is recorded by the instance whose claim has not
 * ended, or by none; with the state, its events are on their way, both or neither. When a rotation is over, what was confidential is
 * wiped and its locks are free. One that this version of the service cannot read has that as its problem, and stops no other.
 */
public interface RotationStore {
    /** How much of a history is given where no page of it is asked for. */
    int LATEST = 100;

    /**
     * Begins a rotation.
     *
     * @param locks what it has to itself until it is over: the account, and each destination
     * @return the id of the rotation that has one of the locks; empty when this one has begun
     * @throws RotationsUnavailableException if nobody answers
     */
    Optional<String> begin(Rotation rotation, Set<String> locks);

    /** The rotation that has one of these locks. */
    Optional<String> holder(Set<String> locks);

    /** Keeps one that is over before it began, with its events. */
    void keepRefused(Rotation rotation, Outcome.Next refusal);

    /** @throws UnreadableRotationException if it is there and cannot be read */
    Optional<Rotation> find(String id);

    /**
     * The latest first.
     *
     * @param before only those that were asked for before that one; empty for all
     */
    List<Listed> list(Optional<String> before, boolean onlyOpen, int most);

    /** What is known of every rotation. @param rotation the whole of it; empty where it cannot be read */
    record Listed(
            String id,
            String state,
            Instant since,
            boolean over,
            Optional<Problem> problem,
            Optional<Rotation> rotation) {}

    /** The latest of what a rotation did, in order: at most {@value #LATEST}, since one that waits for days has looked often. */
    List<Told> history(String id);

    /**
     * What a rotation did, in order.
     *
     * @param after only what comes after the one of that number; 0 for all
     */
    List<Told> history(String id, long after, int most);

    /**
     * Something that a rotation did.
     *
     * @param number its place in the history of the rotation, from 1
     * @param lines the first says what happened, the others are the evidence
     */
    record Told(long number, Instant at, String state, List<String> lines) {
        public Told {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Leaves an order with a rotation, and makes its next step due. It stays until the rotation comes into a state that does not take it.
     *
     * @return whether there is such a rotation that is not over, and has no order that counts for more
     */
    boolean order(String id, Order order);

    /** Ends the claims that this instance had in an earlier life, so that nobody waits for who was killed. To be called before its first claim. */
    void takeOver();

    /** Claims rotations whose next step is due and which can be read. @param span how long the claims hold */
    List<Claim> claim(int most, Instant now, Duration span);

    /** One rotation, for one instance alone, for a while. */
    record Claim(Rotation rotation, long number) {}

    /**
     * What the rotation keeps from everybody else.
     *
     * @throws Sealing.SealingException if it cannot be decrypted now
     */
    Confidential confidential(Claim claim);

    /** Whether a claim still holds for at least so long. */
    boolean holds(Claim claim, Duration atLeast);

    /**
     * Records what came of a step, and gives the claim back.
     *
     * @return whether the claim still held; if not, nothing is recorded
     */
    boolean record(Claim claim, Outcome outcome, Instant now);
}
