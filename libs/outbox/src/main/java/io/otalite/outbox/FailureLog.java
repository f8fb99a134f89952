package io.otalite.outbox;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs a failure that repeats every few moments at once and then twice a minute, with how often it happened: an outage of
 * hours must be found in the log and must not fill it. Used by the relay's thread only.
 */
final class FailureLog {

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final Logger logger;
    private final String relay;
    private final String message;
    private final LongSupplier nanoTime;
    private long failures;
    private long loggedNanos;

    FailureLog(Logger logger, String relay, String message, LongSupplier nanoTime) {
        this.logger = logger;
        this.relay = relay;
        this.message = message;
        this.nanoTime = nanoTime;
    }

    void failed(Throwable cause) {
        failures++;
        var now = nanoTime.getAsLong();
        if (failures == 1 || now - loggedNanos >= INTERVAL.toNanos()) {
            loggedNanos = now;
            logger.atWarn()
                    .addKeyValue("relay", relay)
                    .addKeyValue("failures", failures)
                    .setCause(cause)
                    .log(message);
        }
    }

    /** Ends the series of failures, if there was one. */
    void succeeded() {
        if (failures > 0) {
            logger.atInfo()
                    .addKeyValue("relay", relay)
                    .addKeyValue("failures", failures)
                    .log("Outbox is relayed again");
            failures = 0;
        }
    }
}
