package io.otalite.rotation.restart;

import io.otalite.events.Event;
import io.otalite.events.ObjectName;
import io.otalite.events.RestartFailed;
import io.otalite.events.RestartVerified;
import io.otalite.rotation.observation.ObjectRef;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What is told of tasks that are over: one event for each of its Secrets. */
public final class RestartEvents {
    private RestartEvents() {}

    /** @param task is {@link RestartTask.State#VERIFIED} or {@link RestartTask.State#FAILED}; of others nothing is told */
    public static List<Event> of(RestartTask task, Collection<ObjectRef> secrets) {
        return switch (task.state()) {
            case VERIFIED ->
                secrets.stream().map(secret -> verified(task, secret)).toList();
            case FAILED -> secrets.stream().map(secret -> failed(task, secret)).toList();
            case WAITING, RESTARTING, WATCHING, CANCELLED, GONE -> List.of();
        };
    }

    private static Event verified(RestartTask task, ObjectRef secret) {
        return new RestartVerified(task.rotationId(), name(secret), name(task.workload()), task.evidence(), at(task));
    }

    private static Event failed(RestartTask task, ObjectRef secret) {
        return new RestartFailed(
                task.rotationId(),
                name(secret),
                name(task.workload()),
                task.reason().orElse(""),
                task.evidence(),
                at(task));
    }

    private static Instant at(RestartTask task) {
        return task.updated();
    }

    private static ObjectName name(ObjectRef ref) {
        return new ObjectName(ref.namespace(), ref.kind(), ref.name());
    }
}
