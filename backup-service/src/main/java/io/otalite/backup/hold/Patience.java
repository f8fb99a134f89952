package io.otalite.backup.hold;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries an action until it answers, however long that takes. Thread-safe; each caller waits in its own thread.
 *
 * <p>What an action throws decides: {@link UnavailableException} is waited out under its cause, any other exception is a
 * defect and is waited out too, because to give up would lose the record.
 */
public final class Patience implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final Holds holds;
    private final BackOff backOff;
    private final Clock clock;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private long wakes;
    private boolean closed;

    public Patience(Holds holds, BackOff backOff, Clock clock, RandomGenerator random) {
        this.holds = holds;
        this.backOff = backOff;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Returns what the action returns at its first success.
     *
     * @param what names the thing in {@link Holds} while it waits
     * @throws ShuttingDownException when {@link #close()} or an interrupt ends the wait; the action has not succeeded
     */
    public <T> T insist(String what, Supplier<T> action) {
        try {
            while (true) {
                var wakesBefore = wakes(what);
                try {
                    return action.get();
                } catch (ShuttingDownException ending) {
                    throw ending;
                } catch (UnavailableException unavailable) {
                    held(what, unavailable.holdCause(), unavailable.detail(), wakesBefore, unavailable);
                } catch (RuntimeException defect) {
                    held(what, HoldCause.DEFECT, defect.toString(), wakesBefore, defect);
                }
            }
        } finally {
            holds.released(what);
        }
    }

    /** Lets everything that waits try again at once: something has changed outside. */
    public void wake() {
        lock.lock();
        try {
            wakes++;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends every wait, now and later. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void held(String what, HoldCause cause, String detail, long wakesBefore, RuntimeException failure) {
        var hold = holds.failed(what, cause, detail, clock.instant());
        if (cause == HoldCause.DEFECT) {
            LOG.atError().setCause(failure).addKeyValue("record", what).log("Record held after an unexpected failure");
        } else if (hold.attempts() == 1) {
            LOG.atWarn()
                    .addKeyValue("record", what)
                    .addKeyValue("cause", cause.code())
                    .addKeyValue("detail", detail)
                    .log("Record held");
        }
        await(what, backOff.pause(hold.attempts(), random), wakesBefore);
    }

    private long wakes(String what) {
        lock.lock();
        try {
            if (closed) {
                throw new ShuttingDownException(what);
            }
            return wakes;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the pause to end, unless something has changed since the attempt began. */
    private void await(String what, Duration pause, long wakesBefore) {
        lock.lock();
        try {
            var left = pause.toNanos();
            while (left > 0 && wakes == wakesBefore && !closed) {
                left = woken.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ShuttingDownException(what);
        } finally {
            lock.unlock();
        }
    }
}
