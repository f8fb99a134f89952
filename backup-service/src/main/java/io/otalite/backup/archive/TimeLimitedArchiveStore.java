package io.otalite.backup.archive;

import io.otalite.backup.BackupException;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A store for callers who would rather hear "it does not answer" than wait: a person at a REST interface, not the intake.
 */
public final class TimeLimitedArchiveStore implements ArchiveStore {
    private final ArchiveStore store;
    private final Duration limit;
    private final ExecutorService threads;

    /** @param threads one for each call that runs; virtual threads do */
    public TimeLimitedArchiveStore(ArchiveStore store, Duration limit, ExecutorService threads) {
        this.store = store;
        this.limit = limit;
        this.threads = threads;
    }

    @Override
    public PutOutcome put(NewObject object) {
        return within(() -> store.put(object));
    }

    @Override
    public Optional<StoredObject> find(ObjectName name) {
        return within(() -> store.find(name));
    }

    @Override
    public Optional<StoredContent> read(ObjectName name) {
        return within(() -> store.read(name));
    }

    @Override
    public List<StoredObject> list(String prefix, Optional<ObjectName> after, int limit) {
        return within(() -> store.list(prefix, after, limit));
    }

    private <T> T within(Callable<T> call) {
        var answer = threads.submit(call);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            answer.cancel(true);
            throw new UnavailableException(
                    HoldCause.STORE, "The store has not answered within %d ms".formatted(limit.toMillis()), silent);
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnavailableException(HoldCause.STORE, "Interrupted while the store was asked", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof BackupException known) {
                throw known;
            }
            throw new IllegalStateException("The store failed unexpectedly", failed.getCause());
        }
    }
}
