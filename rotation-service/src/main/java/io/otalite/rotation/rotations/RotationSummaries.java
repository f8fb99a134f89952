package io.otalite.rotation.rotations;

import io.otalite.rotation.credentials.Subject;
import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the record of rotations comes to. Thread-safe; reads everything there is, so it is asked every few seconds at most.
 *
 * <p>All methods throw {@link RotationsUnavailableException} if nobody answers.
 */
public interface RotationSummaries {
    /** What has become of each credential that was ever to be rotated, in no order. */
    List<Past> pasts();

    /** How many rotations there are. */
    Totals totals();

    /** Which credential: that of an owner, in a Secret. */
    record Of(String kind, String account, ObjectRef secret) {
        static Of subject(Subject subject) {
            return new Of(subject.kind(), subject.account(), subject.secret());
        }
    }

    /**
     * The rotations of one credential.
     *
     * @param done the latest that succeeded
     * @param failure the latest that ended otherwise, if none has succeeded since
     * @param open the one under way
     */
    record Past(Of of, Optional<Done> done, Optional<Failure> failure, Optional<String> open) {
        static Past none(Of of) {
            return new Past(of, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** @param newId the credential in use since, as its issuer names it */
    record Done(String newId, Instant at) {}

    /** @param state its name @param inARow how many have failed one after the other */
    record Failure(String rotation, String state, Instant at, int inARow) {}

    /**
     * How many rotations there are.
     *
     * @param open by the names of their states; no entry for none
     * @param ended how many there ever were, by the names of the states they ended in; no entry for none
     * @param unresolved how many owners of credentials had a rotation that ended so and none that succeeded since; no entry for none
     */
    record Totals(Map<String, Open> open, Map<String, Long> ended, Map<String, Long> unresolved) {
        public static final Totals NONE = new Totals(Map.of(), Map.of(), Map.of());

        public Totals {
            open = Map.copyOf(open);
            ended = Map.copyOf(ended);
            unresolved = Map.copyOf(unresolved);
        }
    }

    /**
     * Rotations in one state.
     *
     * @param since when the first of them came into it
     * @param problems how many cannot go on
     * @param problemSince since when the first of these cannot
     */
    record Open(long count, Instant since, long problems, Optional<Instant> problemSince) {}
}
