package io.otalite.rotation.judgement;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges what is marked, as it is marked, and everything every few minutes; on a thread of its own. */
public final class JudgementLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JudgementLoop.class);
    private static final long LONGEST_WAIT = 200;

    private final Judgements judgements;
    private final BooleanSupplier everythingIsListed;
    private final Duration interval;
    private final Clock clock;
    private final List<IntConsumer> rounds = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofPlatform().name("judgement").daemon().unstarted(this::run);
    private volatile ToIntFunction<IntSupplier> stopwatch = IntSupplier::getAsInt;
    private Instant nextRound = Instant.MIN;
    private volatile boolean judgedOnce;

    /** @param everythingIsListed before that, what is not there yet would be called missing */
    public JudgementLoop(Judgements judgements, BooleanSupplier everythingIsListed, Duration interval, Clock clock) {
        this.judgements = judgements;
        this.everythingIsListed = everythingIsListed;
        this.interval = interval;
        this.clock = clock;
    }

    /** Has each judging of what is marked run by this, which may measure it; it returns how many workloads were judged. */
    public void timedBy(ToIntFunction<IntSupplier> timer) {
        stopwatch = timer;
    }

    /** Has something done several times a second, with the number of workloads that were judged just now; must be quick. */
    public void afterEachRound(IntConsumer step) {
        rounds.add(step);
    }

    /** Whether everything has been judged at least once. */
    public boolean judgedOnce() {
        return judgedOnce;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                judgements.awaitMarked(LONGEST_WAIT);
                if (everythingIsListed.getAsBoolean()) {
                    round(clock.instant());
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException defect) {
                LOG.atError().setCause(defect).log("A round of judgements failed; the next one follows");
            }
        }
    }

    private void round(Instant now) {
        if (!now.isBefore(nextRound)) {
            judgements.markAll();
            nextRound = now.plus(interval);
        }
        var judged = stopwatch.applyAsInt(judgements::judgeMarked);
        judgedOnce = true;
        rounds.forEach(step -> step.accept(judged));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
