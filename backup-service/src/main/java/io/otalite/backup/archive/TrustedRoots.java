package io.otalite.backup.archive;

import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Root;
import io.otalite.tuf.RootChain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chain of roots of each factory and dialect, as it stands in the archive and verified link by link when it is read (TUF 5.3).
 *
 * <p>An archived root never changes, so a chain is kept in memory and only its continuation is read. Thread-safe.
 */
public final class TrustedRoots {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedRoots.class);
    private static final int CHAINS_IN_MEMORY = 1000;
    private static final int PAGE = 100;

    private final ArchiveStore store;
    private final Map<Owner, Chain> chains = Collections.synchronizedMap(new Recent());

    public TrustedRoots(ArchiveStore store) {
        this.store = store;
    }

    /** The roots that were read before, the newest first; reads them when there are none. */
    public List<Root> known(FactoryName factory, Dialect dialect) {
        var chain = chains.get(new Owner(factory, dialect));
        return chain == null ? reread(factory, dialect) : chain.newestFirst();
    }

    /** The roots that stand in the archive now, the newest first; empty when there are none. */
    public List<Root> reread(FactoryName factory, Dialect dialect) {
        var owner = new Owner(factory, dialect);
        var chain = continued(owner, chains.getOrDefault(owner, Chain.EMPTY));
        if (!chain.newestFirst().isEmpty()) {
            chains.put(owner, chain);
        }
        return chain.newestFirst();
    }

    private Chain continued(Owner owner, Chain start) {
        var folder = ArchiveLayout.roots(owner.factory(), owner.dialect());
        var chain = start;
        var after = start.newest().map(root -> ArchiveLayout.in(folder, root.version()));
        while (true) {
            var page = store.list(folder, after, PAGE);
            for (var object : page) {
                var longer = extended(owner.dialect(), chain, object.name());
                if (longer.isEmpty()) {
                    return chain;
                }
                chain = longer.get();
            }
            if (page.size() < PAGE) {
                return chain;
            }
            after = Optional.of(page.getLast().name());
        }
    }

    private Optional<Chain> extended(Dialect dialect, Chain chain, ObjectName next) {
        var document = store.read(next).map(StoredContent::bytes);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        return switch (RootChain.verify(dialect, chain.newestDocument(), document.get())) {
            case RootChain.Verdict.Accepted accepted
            when isNext(chain, accepted.root(), next) -> Optional.of(chain.with(accepted.root(), document.get()));
            case RootChain.Verdict.Accepted accepted ->
                broken(next, "it is version " + accepted.root().version().value());
            case RootChain.Verdict.Refused refused -> broken(next, refused.message());
        };
    }

    /** The first link has no predecessor that would say which version it must be. */
    private static boolean isNext(Chain chain, Root root, ObjectName name) {
        var expected =
                chain.newest().map(newest -> newest.version().value() + 1).orElse(1L);
        return root.version().value() == expected
                && ArchiveLayout.version(name).filter(root.version()::equals).isPresent();
    }

    private static Optional<Chain> broken(ObjectName name, String reason) {
        LOG.atError()
                .addKeyValue("object", name)
                .addKeyValue("reason", reason)
                .log("An archived root does not continue its chain; what it would verify is not archived");
        return Optional.empty();
    }

    private record Owner(FactoryName factory, Dialect dialect) {}

    private record Chain(List<Root> newestFirst, Optional<Bytes> newestDocument) {
        private static final Chain EMPTY = new Chain(List.of(), Optional.empty());

        private Optional<Root> newest() {
            return newestFirst.stream().findFirst();
        }

        private Chain with(Root next, Bytes document) {
            var longer = new ArrayList<Root>(newestFirst.size() + 1);
            longer.add(next);
            longer.addAll(newestFirst);
            return new Chain(List.copyOf(longer), Optional.of(document));
        }
    }

    /** Forgets the chain that was not asked for the longest. */
    private static final class Recent extends LinkedHashMap<Owner, Chain> {
        private static final long serialVersionUID = 1;

        private Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Owner, Chain> eldest) {
            return size() > CHAINS_IN_MEMORY;
        }
    }
}
