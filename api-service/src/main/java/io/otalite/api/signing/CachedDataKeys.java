package io.otalite.api.signing;

import io.otalite.events.FactoryName;
import io.otalite.tuf.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps unlocked data keys in memory, so that a key service is not asked for each publication, and may be away for a while.
 *
 * <p>An entry is found by the factory and the digest of the wrapped key: a row that was changed, or copied from another
 * factory, is unwrapped and thereby checked.
 */
public final class CachedDataKeys implements DataKeys {
    private static final int MOST = 10_000;
    private static final float LOAD_FACTOR = 0.75f;

    private final DataKeys origin;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Name, DataKey> unlocked = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, DataKey> eldest) {
            return size() > most;
        }
    };

    public CachedDataKeys(DataKeys origin) {
        this(origin, MOST);
    }

    /** @param most data keys that are kept; the one unused for longest goes first */
    CachedDataKeys(DataKeys origin, int most) {
        this.origin = origin;
        this.most = most;
    }

    @Override
    public WrappedDataKey generate(FactoryName factory) {
        return origin.generate(factory);
    }

    @Override
    public DataKey unwrap(FactoryName factory, WrappedDataKey wrapped) {
        var name = new Name(factory, wrapped.wrapped().sha256());
        var known = find(name);
        if (known != null) {
            return known;
        }
        var key = origin.unwrap(factory, wrapped);
        keep(name, key);
        return key;
    }

    @Override
    public WrappedDataKey rewrap(FactoryName factory, WrappedDataKey wrapped) {
        return origin.rewrap(factory, wrapped);
    }

    private @Nullable DataKey find(Name name) {
        lock.lock();
        try {
            return unlocked.get(name);
        } finally {
            lock.unlock();
        }
    }

    private void keep(Name name, DataKey key) {
        lock.lock();
        try {
            unlocked.put(name, key);
        } finally {
            lock.unlock();
        }
    }

    private record Name(FactoryName factory, Sha256 wrapped) {}
}
