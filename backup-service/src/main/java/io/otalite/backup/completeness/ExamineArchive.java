package io.otalite.backup.completeness;

import io.otalite.backup.archive.ArchiveStore;
import io.otalite.backup.hold.BackOff;
import io.otalite.backup.hold.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines every chain of the archive again and again, from listings, so that a hole is noticed without anybody asking.
 *
 * <p>A chain that was whole is continued where it ended, so a round asks for what is new and not for all there is. One with a
 * finding is walked from its beginning, since it may have been mended; so are all once a day, since an object may have vanished.
 *
 * <p>What was seen once in the life of this process is missed when it is gone: the end of a chain as well as a whole chain.
 */
public final class ExamineArchive {
    private static final Logger LOG = LoggerFactory.getLogger(ExamineArchive.class);
    private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(15);
    private static final Duration ANEW_AFTER = Duration.ofDays(1);

    /** A bucket that is away, or asks for less, is not asked more often than it is examined when all is well. */
    private static final BackOff AFTER_FAILURES = new BackOff(Duration.ofSeconds(10), BETWEEN_ROUNDS);

    private final ArchiveStore store;
    private final ArchiveHeads heads;
    private final Clock clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Map<Chain, Long> newest = new HashMap<>();
    private Map<Chain, ChainWalk> walks = Map.of();
    private Optional<ExaminationRound> open = Optional.empty();
    private Instant anew = Instant.MIN;
    private Instant due = Instant.MIN;
    private int failures;
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
     * Begins a round when one is due, or goes on with one that was interrupted, and returns at its end. To be called every few seconds,
     * from one thread at a time. Whatever fails interrupts the round and is logged; a later call goes on, after a pause that doubles.
     */
    public void look() {
        var now = clock.instant();
        if (now.isBefore(due)) {
            return;
        }
        var round = open.orElseGet(() -> begin(now));
        open = Optional.of(round);
        try {
            ended(round.begun(), round.finish());
        } catch (UnavailableException unavailable) {
            pause();
            LOG.atWarn()
                    .addKeyValue("failures", failures)
                    .addKeyValue("cause", unavailable.holdCause().code())
                    .addKeyValue("detail", unavailable.detail())
                    .log("The archive cannot be examined; it is tried again");
        } catch (RuntimeException defect) {
            pause();
            LOG.atError()
                    .addKeyValue("failures", failures)
                    .setCause(defect)
                    .log("The examination of the archive failed unexpectedly; it is tried again");
        }
    }

    private ExaminationRound begin(Instant now) {
        if (anew.isBefore(now.minus(ANEW_AFTER))) {
            walks = Map.of();
            anew = now;
        }
        return new ExaminationRound(now, store, heads, walks);
    }

    private void ended(Instant begun, Map<Chain, ChainWalk> walked) {
        walks = walked;
        open = Optional.empty();
        due = begun.plus(BETWEEN_ROUNDS);
        if (failures > 0) {
            LOG.atInfo().addKeyValue("failures", failures).log("The archive is examined again");
            failures = 0;
        }
        walked.forEach((chain, walk) -> newest.merge(chain, walk.newest(), Math::max));
        last = Optional.of(new Examination(
                begun,
                newest.keySet().stream().mapToLong(this::missing).sum(),
                walked.values().stream().mapToLong(ChainWalk::allBrokenLinks).sum()));
    }

    /** What is missing below the end of a chain, and from there to where it once ended. */
    private long missing(Chain chain) {
        var walk = walks.getOrDefault(chain, new ChainWalk());
        return walk.missingVersions() + newest.getOrDefault(chain, 0L) - walk.newest();
    }

    private void pause() {
        failures++;
        due = clock.instant().plus(AFTER_FAILURES.pause(failures, random));
    }
}
