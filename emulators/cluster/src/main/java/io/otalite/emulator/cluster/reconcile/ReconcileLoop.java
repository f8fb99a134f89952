package io.otalite.emulator.cluster.reconcile;

import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Watch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives all reconcilers with one thread, so that none of them needs a lock and a test can drive them itself. Work is a
 * reconciler and a key; it waits in one queue, once. Before each piece of work every change of the store so far has been
 * taken in, so a reconciler sees what itself wrote before.
 *
 * <p>With {@link #start} it runs on a thread of its own by the real time. Without, {@link #settle} does what there is to do
 * on the caller's thread, and {@link #nextDue} says to when the caller may set its clock.
 */
public final class ReconcileLoop implements Timer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private record Work(Reconciler reconciler, ObjectKey key) {}

    private record Due(Instant when, long order, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            var byTime = when.compareTo(other.when);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Objects objects;
    private final Clock clock;
    private final Index index;
    private final List<Reconciler> reconcilers = new ArrayList<>();
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean changesAnnounced = new AtomicBoolean();
    private final AtomicLong order = new AtomicLong();
    private final LinkedHashSet<Work> queue = new LinkedHashSet<>();
    private final PriorityQueue<Due> timers = new PriorityQueue<>();
    private final Map<Work, Instant> alarms = new HashMap<>();
    private final Map<Work, Integer> failures = new HashMap<>();
    private @Nullable Watch watch;
    private @Nullable Thread thread;
    private volatile boolean closed;

    public ReconcileLoop(Objects objects, Clock clock) {
        this.objects = objects;
        this.clock = clock;
        this.index = new Index(objects);
    }

    /** What is known of owners and labels; for reconcilers only. */
    public Index index() {
        return index;
    }

    /** Adds a reconciler; before the first {@link #start} or {@link #settle}. */
    public void add(Reconciler reconciler) {
        reconcilers.add(reconciler);
    }

    /** Has a key looked at; may be called from any thread. */
    public void wake(Reconciler reconciler, ObjectKey key) {
        inbox.add(() -> queue.add(new Work(reconciler, key)));
    }

    /** Runs something on the thread of the loop; may be called from any thread. */
    public void post(Runnable action) {
        inbox.add(action);
    }

    @Override
    public void at(Instant when, Runnable action) {
        var due = new Due(when, order.incrementAndGet(), action);
        inbox.add(() -> timers.add(due));
    }

    /** Goes on by itself until {@link #close}. */
    public void start() {
        thread = Thread.ofPlatform().name("reconcile").daemon().start(this::run);
    }

    /** Does all that can be done at the present time of the clock. Only without {@link #start}. */
    public void settle() {
        while (step()) {
            // There may be more.
        }
    }

    /** The time of the next thing to do, after a {@link #settle}. */
    public Optional<Instant> nextDue() {
        return Optional.ofNullable(timers.peek()).map(Due::when);
    }

    private void run() {
        try {
            while (!closed) {
                if (!step()) {
                    Optional.ofNullable(inbox.poll(patience().toMillis(), TimeUnit.MILLISECONDS))
                            .ifPresent(this::attempt);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration patience() {
        var due = nextDue().map(when -> Duration.between(clock.instant(), when).plusMillis(1));
        return due.filter(left -> left.compareTo(IDLE) < 0).orElse(IDLE);
    }

    /** One piece of work at most; false when there was nothing to do. */
    private boolean step() {
        if (watch == null) {
            list();
        }
        var busy = fireTimers();
        for (var action = inbox.poll(); action != null; action = inbox.poll()) {
            attempt(action);
            busy = true;
        }
        if (queue.isEmpty()) {
            return busy;
        }
        work(queue.removeFirst());
        return true;
    }

    private boolean fireTimers() {
        var fired = false;
        var now = clock.instant();
        for (var due = timers.peek(); due != null && !due.when().isAfter(now); due = timers.peek()) {
            timers.remove();
            attempt(due.action());
            fired = true;
        }
        return fired;
    }

    private void attempt(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("an action of the loop failed");
        }
    }

    private void work(Work work) {
        try {
            var again = work.reconciler().reconcile(work.key());
            failures.remove(work);
            again.ifPresent(when -> alarm(work, when));
        } catch (RuntimeException e) {
            var failed = failures.merge(work, 1, Integer::sum);
            var delay = FIRST_RETRY.multipliedBy(1L << Math.min(failed - 1, 12));
            alarm(work, clock.instant().plus(delay.compareTo(LAST_RETRY) < 0 ? delay : LAST_RETRY));
            var level = e instanceof Refusal ? LOG.atDebug() : LOG.atWarn();
            level.setCause(e).addKeyValue("object", work.key()).log("reconciling failed; it will be tried again");
        }
    }

    /** Of several times for one piece of work the first counts: whoever looks then will say when to look again. */
    private void alarm(Work work, Instant when) {
        var set = alarms.get(work);
        if (set != null && !set.isAfter(when)) {
            return;
        }
        alarms.put(work, when);
        at(when, () -> {
            if (alarms.remove(work, when)) {
                queue.add(work);
            }
        });
    }

    /** Subscribes, then lists: a change in between is heard twice rather than not at all. */
    private void list() {
        var opened = objects.watch(ReconcileLoop::matters, objects.version());
        watch = opened;
        index.clear();
        for (var kind : Kinds.all()) {
            for (var object : objects.list(kind, "").items()) {
                var key = Index.keyOf(kind, object);
                if (matters(key)) {
                    take(new ObjectChange(key, ObjectChange.Type.ADDED, object, null, 0));
                }
            }
        }
        reconcilers.forEach(reconciler -> reconciler.known().forEach(key -> queue.add(new Work(reconciler, key))));
        opened.onArrival(() -> {
            if (changesAnnounced.compareAndSet(false, true)) {
                inbox.add(this::takeChanges);
            }
        });
    }

    private void takeChanges() {
        changesAnnounced.set(false);
        var open = watch;
        try {
            while (open != null && open.hasNext()) {
                open.next(Duration.ZERO).ifPresent(this::take);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (open != null && open.isOverrun()) {
            open.close();
            list();
        }
    }

    private void take(ObjectChange change) {
        index.apply(change);
        for (var reconciler : reconcilers) {
            reconciler.concerns(change, key -> queue.add(new Work(reconciler, key)));
        }
    }

    /** Nobody acts on events and leases, and there are many of them. */
    private static boolean matters(ObjectKey key) {
        return !Set.of(Kinds.EVENT, Kinds.LEASE).contains(key.kind());
    }

    /** Ends the thread after the piece of work it is at. */
    @Override
    public void close() {
        closed = true;
        var open = watch;
        if (open != null) {
            open.close();
        }
        inbox.add(() -> {});
        var running = thread;
        if (running != null) {
            try {
                running.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
