package io.otalite.api.signing;

import io.otalite.events.FactoryName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wraps every data key anew that is under a previous key-encryption key, one factory after the other, so that it may
 * be stopped at any moment. A factory that cannot be read stops none of the others. Thread-safe, also over several replicas.
 */
public final class RewrapKeys {
    private static final Logger LOG = LoggerFactory.getLogger(RewrapKeys.class);
    private static final int PAGE = 100;

    private final RewrappableKeys keys;
    private volatile Optional<RewrapProgress> progress = Optional.empty();

    public RewrapKeys(RewrappableKeys keys) {
        this.keys = keys;
    }

    /** How it was at the end of the last run; empty before. */
    public Optional<RewrapProgress> progress() {
        return progress;
    }

    /**
     * Goes over all factories that are outdated, and ends early when their keys cannot be reached.
     *
     * @throws KeysUnavailableException when the store does not even say what there is
     */
    public RewrapProgress run() {
        var unreadable = rewrapAll();
        unreadable.forEach((reason, factories) -> LOG.atError()
                .addKeyValue("reason", reason)
                .addKeyValue("factories", factories.size())
                .addKeyValue("first", factories.getFirst())
                .log("Signing keys cannot be read"));
        var count = keys.count();
        var lost = unreadable.values().stream().mapToLong(List::size).sum();
        var reached = new RewrapProgress(count.current(), Math.max(0, count.outdated() - lost), lost);
        tell(reached);
        progress = Optional.of(reached);
        return reached;
    }

    /** @return factories that cannot be read, by the reason */
    private Map<String, List<FactoryName>> rewrapAll() {
        Map<String, List<FactoryName>> unreadable = new TreeMap<>();
        try {
            var page = keys.outdated(Optional.empty(), PAGE);
            while (!page.isEmpty() && !Thread.currentThread().isInterrupted()) {
                page.forEach(factory -> rewrap(factory, unreadable));
                page = keys.outdated(Optional.of(page.getLast()), PAGE);
            }
        } catch (KeysUnavailableException e) {
            LOG.atWarn().setCause(e).log("Data keys cannot be re-wrapped now");
        }
        return unreadable;
    }

    private void rewrap(FactoryName factory, Map<String, List<FactoryName>> unreadable) {
        try {
            keys.rewrap(factory);
        } catch (KeyUnreadableException e) {
            unreadable
                    .computeIfAbsent(String.valueOf(e.getMessage()), _ -> new ArrayList<>())
                    .add(factory);
        }
    }

    private void tell(RewrapProgress reached) {
        if (!progress.equals(Optional.of(reached))) {
            LOG.atInfo()
                    .addKeyValue("done", reached.done())
                    .addKeyValue("left", reached.left())
                    .addKeyValue("unreadable", reached.unreadable())
                    .log("Data keys under the current key-encryption key");
        }
    }
}
