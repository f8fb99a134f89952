package io.otalite.rotation.restart.postgres;

import io.otalite.events.CloudEvents;
import io.otalite.outbox.Outbox;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.RestartEvents;
import io.otalite.rotation.restart.RestartTask;
import java.net.URI;
import java.util.Collection;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Leaves what is told of a task in the outbox, in the transaction that records it. */
record Told(URI eventSource) {
    /** The order of the outbox's rows is that of the transactions. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('rotation/' || ?, 0))";

    void append(Handle handle, RestartTask task, Collection<ObjectRef> secrets) {
        var events = RestartEvents.of(task, secrets);
        if (!events.isEmpty()) {
            handle.execute(LOCK, task.rotationId());
            events.forEach(event -> Outbox.append(
                    handle.getConnection(), CloudEvents.encode(event, eventSource), OptionalLong.empty()));
        }
    }
}
