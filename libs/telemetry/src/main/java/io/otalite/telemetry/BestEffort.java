package io.otalite.telemetry;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what nothing may depend on: to measure, to trace. What fails there is logged, the first time only, since it fails with every
 * record or request; and whoever called goes on. Thread-safe.
 */
public final class BestEffort {
    private static final Logger LOG = LoggerFactory.getLogger(BestEffort.class);

    private final String what;
    private final AtomicBoolean logged = new AtomicBoolean();

    /** @param what is done, for the log */
    public BestEffort(String what) {
        this.what = what;
    }

    /** Does it, or not. */
    public void run(Runnable effort) {
        try {
            effort.run();
        } catch (RuntimeException defect) {
            log(defect);
        }
    }

    /** What it gives, or else the other. */
    public <T> T get(Supplier<T> effort, T otherwise) {
        try {
            return effort.get();
        } catch (RuntimeException defect) {
            log(defect);
            return otherwise;
        }
    }

    private void log(RuntimeException defect) {
        if (logged.compareAndSet(false, true)) {
            LOG.atError()
                    .addKeyValue("what", what)
                    .setCause(defect)
                    .log("What only observes has failed; the work goes on, and later failures of it are not logged");
        }
    }
}
