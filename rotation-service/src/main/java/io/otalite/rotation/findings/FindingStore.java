package io.otalite.rotation.findings;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Holds the open findings, and with every change leaves the event that tells of it. Thread-safe.
 *
 * <p>Laws: what {@link #record} was given and not refused is in {@link #open} or gone from it, and its events are on their way; both or
 * neither. To record the same a second time changes nothing and tells nobody; of one that is open, other words are the same, another
 * verdict or fix is not.
 */
public interface FindingStore {

    /**
     * All open findings, in no order.
     *
     * @throws FindingsUnavailableException if the store does not answer
     */
    List<OpenFinding> open();

    /**
     * Raises and clears, all or nothing.
     *
     * @param raised new ones, and open ones about which there is something new to say; {@code since} of one that is open stays
     * @param cleared ids; one that is not open is passed over
     * @param now when they were cleared
     * @throws FindingsUnavailableException if nothing was recorded, or if that is not known
     */
    void record(Collection<Finding> raised, Collection<String> cleared, Instant now);
}
