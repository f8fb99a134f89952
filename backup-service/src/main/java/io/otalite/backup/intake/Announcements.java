package io.otalite.backup.intake;

import io.otalite.events.TargetsArchived;

/** Tells the other services what is archived. Thread-safe. */
public interface Announcements {
    /**
     * Returns when every in-sync replica has the event. It may be told twice; its readers expect that.
     *
     * @throws io.otalite.backup.hold.UnavailableException when the broker does not acknowledge within its time
     */
    void announce(TargetsArchived event);
}
