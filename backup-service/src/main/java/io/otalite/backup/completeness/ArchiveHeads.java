package io.otalite.backup.completeness;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest archived version of the chains that were archived to last. Bounded, because each becomes a time series, and there may
 * be any number of factories. Thread-safe.
 */
public final class ArchiveHeads {
    private static final Comparator<Head> BY_AGE = Comparator.comparing(Head::archived)
            .thenComparing(head -> head.chain().factory());

    private final int most;
    private final Map<Chain, Head> heads = new HashMap<>();

    /** @param most so many chains are kept */
    public ArchiveHeads(int most) {
        this.most = most;
    }

    /** @param archived when the store accepted it */
    public record Head(Chain chain, long version, Instant archived) {}

    /** Notes a version that is archived; an older one than is known changes nothing. */
    public synchronized void reached(Head head) {
        heads.merge(head.chain(), head, (known, told) -> told.version() > known.version() ? told : known);
        if (heads.size() > most) {
            heads.values().stream().min(BY_AGE).map(Head::chain).ifPresent(heads::remove);
        }
    }

    /** In no order. */
    public synchronized List<Head> current() {
        return List.copyOf(heads.values());
    }
}
