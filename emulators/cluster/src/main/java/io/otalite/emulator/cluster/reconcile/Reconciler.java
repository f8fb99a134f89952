package io.otalite.emulator.cluster.reconcile;

import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings what belongs to an object to the state it should have. It is level-triggered: it looks at what is, not at what
 * happened, so a call too many does no harm. Both methods are called by the thread of the loop only.
 */
public interface Reconciler {

    /** Names the keys that have to be looked at because of a change; must be quick. */
    void concerns(ObjectChange change, Consumer<ObjectKey> look);

    /**
     * Looks at one object, which may be gone.
     *
     * @return when to look again though nothing changes
     * @throws io.otalite.emulator.cluster.objects.Refusal when a write was refused: it is tried again, later each time
     */
    Optional<Instant> reconcile(ObjectKey key);

    /** What it keeps state of, to be looked at again when changes may have been missed. */
    default Collection<ObjectKey> known() {
        return List.of();
    }
}
