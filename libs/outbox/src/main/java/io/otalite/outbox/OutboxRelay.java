package io.otalite.outbox;

import io.otalite.events.TopicDefinition;
import io.otalite.telemetry.Tracing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what stands in the outbox of one database, on a thread of its own: whatever happens to the broker or to that
 * thread's connection shows in {@link #status()} and in the log, and nowhere else in the service.
 *
 * <p>Of all relays with one name on one database exactly one works, the others stand by for its lock. A relay that lost
 * the lock without noticing is fenced by the broker when the next one starts to work. Thread-safe.
 */
public final class OutboxRelay implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration STAND_BY_INTERVAL = Duration.ofSeconds(1);
    private static final Duration COUNT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(2);

    private final DataSource dataSource;
    private final RelaySettings settings;
    private final Map<String, Object> kafka;
    private final Tracing tracing;
    private final RelayState state = new RelayState();
    private final RelayTopics topics;
    private final RelayObserver observer;
    private final KeyDelays delays;
    private final FailureLog failures;
    private final Semaphore wakeUps = new Semaphore(0);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("outbox-relay").unstarted(this::run);
    private Backoff backoff;
    private long countedNanos = System.nanoTime() - COUNT_INTERVAL.toNanos();

    /**
     * Prepares a relay; {@link #start()} lets it work.
     *
     * @param dataSource gives the connection that the relay keeps for itself while it runs; it must reach the database
     *     without a proxy that shares sessions between clients, for the lock belongs to the session
     * @param kafka settings of the Kafka client: where the broker is and how to get in. Limits and times of the producer
     *     may be set, too; what the order and the safety of messages rest on cannot
     * @param topics are created or compared before the first message is sent
     * @param tracing records the sending of messages whose making is traced
     */
    public OutboxRelay(
            DataSource dataSource,
            RelaySettings settings,
            Map<String, Object> kafka,
            List<TopicDefinition> topics,
            Tracing tracing,
            RelayObserver observer) {
        this.dataSource = dataSource;
        this.observer = new UnfailingObserver(observer);
        this.settings = settings;
        this.kafka = Map.copyOf(kafka);
        this.tracing = tracing;
        this.topics = new RelayTopics(topics, settings.replicationFactor(), kafka, state);
        this.delays = new KeyDelays(settings.name(), System::nanoTime);
        this.failures = new FailureLog(LOG, settings.name(), "Outbox is not relayed; its rows wait", System::nanoTime);
        this.backoff = Backoff.first(settings.longestBackoff());
    }

    /** Starts to work, once; neither the database nor the broker has to be there yet. */
    public void start() {
        thread.start();
    }

    /** Has the relay look for rows at once. To be called after a commit; cheap, and never waits. */
    public void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    /** How the outbox stands; numbers of rows are up to a second old, or older when the database does not answer. */
    public OutboxStatus status() {
        return state.status();
    }

    /** Stops after the batch at hand or, if that takes long, without it; returns within a few seconds. */
    @Override
    public void close() {
        closing.countDown();
        wake();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(CLOSE_GRACE)) {
                thread.interrupt();
                var _ = thread.join(CLOSE_GRACE);
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isClosing()) {
                attempt();
            }
        } catch (InterruptedException _) {
            // Nobody but close() interrupts this thread: it ends here.
        }
        LOG.atInfo().addKeyValue("relay", settings.name()).log("Relay of the outbox stopped");
    }

    /** The outermost loop's body: a failure of any kind is followed by another attempt, for nobody would see a dead thread. */
    private void attempt() throws InterruptedException {
        try {
            work();
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            if (!isClosing()) {
                state.lastError(Optional.of(description(e)));
                failures.failed(e);
                pause(backoff.pause());
                backoff = backoff.next();
            }
        }
    }

    private void work() throws InterruptedException {
        try (var store = OutboxStore.connect(dataSource)) {
            if (!awaitLock(store)) {
                return;
            }
            topics.doubt();
            topics.ensure();
            try (var sender = TransactionalSender.open(settings.name(), kafka, tracing)) {
                LOG.atInfo().addKeyValue("relay", settings.name()).log("Relay of the outbox is active");
                state.active(true);
                relay(store, new RelaySession(settings, store, topics, sender, delays, observer));
            } finally {
                state.active(false);
            }
        }
    }

    /** Returns whether the lock is held; it is not if the relay was closed while it stood by. */
    private boolean awaitLock(OutboxStore store) throws InterruptedException {
        count(store);
        while (!isClosing()) {
            if (store.tryLock(settings.name())) {
                return true;
            }
            succeeded();
            pause(STAND_BY_INTERVAL);
            count(store);
        }
        return false;
    }

    private void relay(OutboxStore store, RelaySession session) throws InterruptedException {
        while (!isClosing()) {
            wakeUps.drainPermits();
            var more = session.relayOnce();
            succeeded();
            count(store);
            if (!more) {
                var _ = wakeUps.tryAcquire(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void succeeded() {
        backoff = Backoff.first(settings.longestBackoff());
        failures.succeeded();
        state.lastError(delays.description());
    }

    private void count(OutboxStore store) {
        var now = System.nanoTime();
        if (now - countedNanos >= COUNT_INTERVAL.toNanos()) {
            state.backlog(store.backlog());
            countedNanos = now;
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Unlike the wait for rows, not ended by {@link #wake()}: a busy service must not hammer a broker that is away. */
    private void pause(Duration length) throws InterruptedException {
        var _ = closing.await(length.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String description(Throwable failure) {
        var cause = failure.getCause();
        return cause == null ? failure.toString() : failure + " (" + cause + ")";
    }
}
