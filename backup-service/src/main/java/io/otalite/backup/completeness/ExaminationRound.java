package io.otalite.backup.completeness;

import io.otalite.backup.archive.ArchiveLayout;
import io.otalite.backup.archive.ArchiveStore;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.StoredObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One way through all chains. Whatever interrupts it, it goes on where it was: at the page that was not answered. Not thread-safe. */
final class ExaminationRound {
    private static final int PAGE = 1000;

    private final Instant begun;
    private final ArchiveStore store;
    private final ArchiveHeads heads;
    private final Map<Chain, ChainWalk> before;
    private final ArchiveChains chains;
    private final Map<Chain, ChainWalk> walks = new HashMap<>();
    private Optional<Chain> current = Optional.empty();

    /** @param before walks to continue, as far as they are whole */
    ExaminationRound(Instant begun, ArchiveStore store, ArchiveHeads heads, Map<Chain, ChainWalk> before) {
        this.begun = begun;
        this.store = store;
        this.heads = heads;
        this.before = before;
        this.chains = new ArchiveChains(store);
    }

    Instant begun() {
        return begun;
    }

    /**
     * Returns the walks through all chains that there are.
     *
     * @throws io.otalite.backup.hold.UnavailableException when the store does not answer; to be called again later
     */
    Map<Chain, ChainWalk> finish() {
        for (var next = next(); next.isPresent(); next = next()) {
            walk(next.get());
            current = Optional.empty();
        }
        return walks;
    }

    private Optional<Chain> next() {
        if (current.isEmpty()) {
            current = chains.next();
        }
        return current;
    }

    private void walk(Chain chain) {
        var walk = walks.computeIfAbsent(chain, this::begin);
        var folder = ArchiveLayout.targets(chain.factory(), chain.dialect());
        Optional<ObjectName> after = walk.last();
        var more = true;
        while (more) {
            var page = store.list(folder, after, PAGE);
            page.forEach(object -> step(chain, walk, object));
            after = page.isEmpty() ? after : Optional.of(page.getLast().name());
            more = page.size() == PAGE;
        }
    }

    private ChainWalk begin(Chain chain) {
        return Optional.ofNullable(before.get(chain)).filter(ChainWalk::whole).orElseGet(ChainWalk::new);
    }

    private void step(Chain chain, ChainWalk walk, StoredObject object) {
        walk.step(object, true);
        heads.reached(new ArchiveHeads.Head(chain, walk.newest(), object.created()));
    }
}
