package io.otalite.backup.completeness;

import io.otalite.backup.archive.ArchiveLayout;
import io.otalite.backup.archive.ArchiveStore;
import io.otalite.backup.archive.ObjectName;
import io.otalite.backup.archive.StoredObject;
import io.otalite.backup.hold.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines every chain of the archive again and again, from listings, so that a hole is noticed without anybody asking.
 *
 * <p>A chain that was whole is continued where it ended, so a round asks for what is new and not for all there is. One with a
 * finding is walked from its beginning, since it may have been mended; so are all once a day, since an object may have vanished.
 */
public final class ExamineArchive {
    private static final Logger LOG = LoggerFactory.getLogger(ExamineArchive.class);
    private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(15);
    private static final Duration ANEW_AFTER = Duration.ofDays(1);
    private static final int PAGE = 1000;

    private final ArchiveStore store;
    private final ArchiveHeads heads;
    private final Clock clock;
    private final Map<Chain, ChainWalk> walks = new HashMap<>();
    private Instant anew = Instant.MIN;
    private volatile Optional<Examination> last = Optional.empty();

    /** @param heads is told of what is found */
    public ExamineArchive(ArchiveStore store, ArchiveHeads heads, Clock clock) {
        this.store = store;
        this.heads = heads;
        this.clock = clock;
    }

    /** What the last round that came to its end has found; empty before the first. Thread-safe. */
    public Optional<Examination> last() {
        return last;
    }

    /**
     * Begins a round when one is due, and returns at its end. To be called every few seconds, from one thread at a time. A store that
     * does not answer ends the round without a result, and the next call tries again.
     */
    public void look() {
        var now = clock.instant();
        if (last.filter(done -> now.isBefore(done.at().plus(BETWEEN_ROUNDS))).isPresent()) {
            return;
        }
        try {
            round(now);
        } catch (UnavailableException unavailable) {
            // That the store is away is told by what is held, and by the age of the last round.
            LOG.atDebug()
                    .addKeyValue("cause", unavailable.holdCause().code())
                    .addKeyValue("detail", unavailable.detail())
                    .log("The archive could not be examined");
        }
    }

    private void round(Instant now) {
        if (anew.isBefore(now.minus(ANEW_AFTER))) {
            walks.clear();
            anew = now;
        }
        var chains = new ArchiveChains(store);
        for (var chain = chains.next(); chain.isPresent(); chain = chains.next()) {
            walk(chain.get());
        }
        last = Optional.of(new Examination(
                now,
                walks.values().stream().mapToLong(ChainWalk::missingVersions).sum(),
                walks.values().stream().mapToLong(ChainWalk::allBrokenLinks).sum()));
    }

    private void walk(Chain chain) {
        var walk =
                Optional.ofNullable(walks.get(chain)).filter(ChainWalk::whole).orElseGet(ChainWalk::new);
        var folder = ArchiveLayout.targets(chain.factory(), chain.dialect());
        Optional<ObjectName> after = walk.last();
        var more = true;
        while (more) {
            var page = store.list(folder, after, PAGE);
            page.forEach(object -> step(chain, walk, object));
            after = page.isEmpty() ? after : Optional.of(page.getLast().name());
            more = page.size() == PAGE;
        }
        walks.put(chain, walk);
    }

    private void step(Chain chain, ChainWalk walk, StoredObject object) {
        walk.step(object, true);
        heads.reached(new ArchiveHeads.Head(chain, walk.newest(), object.created()));
    }
}
