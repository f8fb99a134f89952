package io.otalite.backup.archive;

import io.otalite.telemetry.Traceparent;
import io.otalite.telemetry.Tracing;
import io.otalite.telemetry.Tracing.Kind;
import io.otalite.telemetry.Tracing.Start;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store whose writing is a span of the trace that a thread works in. Each attempt of a long outage is one. */
public final class TracedArchiveStore implements ArchiveStore {
    private final ArchiveStore store;
    private final Tracing tracing;

    public TracedArchiveStore(ArchiveStore store, Tracing tracing) {
        this.store = store;
        this.tracing = tracing;
    }

    @Override
    public PutOutcome put(NewObject object) {
        var name = Map.of("ota.object", object.name().value());
        var span = tracing.begin(new Start(Kind.CLIENT, "archive put", Traceparent.current(), name));
        try (var _ = span.enter()) {
            var outcome = store.put(object);
            span.attribute("ota.outcome", outcome.getClass().getSimpleName());
            return outcome;
        } catch (RuntimeException failure) {
            span.failed(failure.getClass().getSimpleName());
            throw failure;
        } finally {
            span.end();
        }
    }

    @Override
    public Optional<StoredObject> find(ObjectName name) {
        return store.find(name);
    }

    @Override
    public Optional<StoredContent> read(ObjectName name) {
        return store.read(name);
    }

    @Override
    public List<StoredObject> list(String prefix, Optional<ObjectName> after, int limit) {
        return store.list(prefix, after, limit);
    }
}
