package io.otalite.api.publication;

import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.RoleName;

/**
 * What the clients of a factory can read. A document that would be larger is not published, because from then on devices
 * could not update any more.
 *
 * @param root bytes, also of a snapshot and a timestamp
 * @param targets bytes of a {@code targets.json}
 * @param rootRotations how many new roots a client follows in one update
 */
public record ClientLimits(int root, int targets, int rootRotations) {
    /** What every client in the field reads: 64 KiB (libaktualizr), 5,000,000 bytes and 256 roots (python-tuf, go-tuf, tuf-js). */
    public static final ClientLimits DEFAULT = new ClientLimits(64 * 1024, 5_000_000, 256);

    /** The largest document that the events of this system carry, with room for their headers. */
    private static final int LARGEST = 15_000_000;

    private static final int SMALLEST = 1_000;
    private static final int WARN_PERCENT = 75;

    public ClientLimits {
        between("clientLimits.root", root, SMALLEST, LARGEST);
        between("clientLimits.targets", targets, SMALLEST, LARGEST);
        between("clientLimits.rootRotations", rootRotations, 1, 100_000);
    }

    private static void between(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidValueException(what, "between " + least + " and " + most, Integer.toString(value));
        }
    }

    /** The largest document of a role, in bytes. */
    public int of(RoleName role) {
        return role == RoleName.TARGETS ? targets : root;
    }

    /** Whether a document of that size leaves less than a quarter of what clients read. */
    public boolean isNear(RoleName role, int size) {
        return size * 100L >= (long) of(role) * WARN_PERCENT;
    }
}
