package io.otalite.rotation.findings;

import io.otalite.rotation.findings.Comparison.Difference;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the store equal to the judgements while this replica leads, on a thread of its own. Whatever fails, the next attempt begins
 * with what the store holds, so nothing is lost and nothing is told twice; meanwhile the rest of the service goes on.
 */
public final class TellFindings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TellFindings.class);
    private static final int BATCH = 200;
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(2);

    private final World world;
    private final Judgements judgements;
    private final FindingStore store;
    private final FindingAudience audience;
    private final Surroundings surroundings;
    private final Map<ObjectRef, List<Reason>> reported = new ConcurrentHashMap<>();
    private final Set<ObjectRef> changed = new LinkedHashSet<>();
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().daemon().name("findings").unstarted(this::run);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Instant started;
    private volatile Map<String, Long> openByCause = Map.of();
    private @Nullable Map<ObjectRef, Map<String, OpenFinding>> open;
    private Instant compared = Instant.MIN;

    /**
     * What it depends on beside its data.
     *
     * @param leads whether this replica is the one that tells
     * @param judgedOnce whether everything that can be seen has been judged at least once
     * @param prepare makes the store ready for use; called before each taking over, and may fail
     * @param recorded is called after each commit
     */
    public record Surroundings(
            Clock clock,
            BooleanSupplier leads,
            BooleanSupplier judgedOnce,
            Runnable prepare,
            Runnable recorded,
            Pace pace) {}

    /** How often everything is compared, and the longest pause between two attempts after a failure. */
    public record Pace(Duration compareInterval, Duration longestPause) {}

    public TellFindings(
            World world,
            Judgements judgements,
            FindingStore store,
            FindingAudience audience,
            Surroundings surroundings) {
        this.world = world;
        this.judgements = judgements;
        this.store = store;
        this.audience = audience;
        this.surroundings = surroundings;
        this.started = surroundings.clock().instant();
        judgements.addListener((workload, _) -> change(workload));
    }

    /** Starts to work, once; the store does not have to answer yet. */
    public void start() {
        thread.start();
    }

    /** Says what else is known about an object, in place of what was said before; nothing, when that is over. */
    public void report(ObjectRef object, List<Reason> reasons) {
        var before = reasons.isEmpty() ? reported.remove(object) : reported.put(object, List.copyOf(reasons));
        if (before != null || !reasons.isEmpty()) {
            change(object);
        }
    }

    /** How many findings are open, by the word of their cause; empty while another replica leads. */
    public Map<String, Long> openByCause() {
        return openByCause;
    }

    /**
     * Brings the store up to date, as far as that is this replica's task now.
     *
     * @throws FindingsUnavailableException if the store does not answer; the next call begins anew
     */
    void keepEqual() {
        if (!surroundings.leads().getAsBoolean()) {
            forget();
            return;
        }
        try {
            var told = open;
            if (told == null || isCompareDue()) {
                told = takeOver(told == null);
                open = told;
            }
            if (surroundings.judgedOnce().getAsBoolean()) {
                tellChanged(told);
            }
        } catch (RuntimeException e) {
            forget();
            throw e;
        }
    }

    private boolean isCompareDue() {
        return surroundings
                .clock()
                .instant()
                .isAfter(compared.plus(surroundings.pace().compareInterval()));
    }

    /** What has changed meanwhile need not be kept: who takes over compares everything. */
    private void forget() {
        open = null;
        openByCause = Map.of();
        synchronized (changed) {
            changed.clear();
        }
    }

    /** Reads what is told, and has everything compared with it. */
    private Map<ObjectRef, Map<String, OpenFinding>> takeOver(boolean first) {
        if (first) {
            surroundings.prepare().run();
        }
        var found = new HashMap<ObjectRef, Map<String, OpenFinding>>();
        for (var finding : store.open()) {
            found.computeIfAbsent(finding.workload(), _ -> new HashMap<>()).put(finding.id(), finding);
        }
        compared = surroundings.clock().instant();
        if (first) {
            found.forEach((workload, findings) -> remember(workload, findings.values()));
            judgements.mark(found.keySet());
        }
        synchronized (changed) {
            changed.addAll(found.keySet());
            changed.addAll(reported.keySet());
            judgements.all().forEach(judgement -> changed.add(judgement.workload()));
        }
        return found;
    }

    private void remember(ObjectRef workload, Collection<OpenFinding> findings) {
        var since = new HashMap<String, Instant>();
        judgements
                .of(workload)
                .ifPresent(judgement -> judgement
                        .reasons()
                        .forEach(reason -> reason.since().ifPresent(known -> since.put(reason.identity(), known))));
        findings.forEach(finding -> since.put(finding.identity(), finding.since()));
        judgements.remember(workload, since);
    }

    private void tellChanged(Map<ObjectRef, Map<String, OpenFinding>> told) {
        var comparison = new Comparison(world, sharing(), started);
        var waiting = new ArrayList<ObjectRef>();
        for (var batch = next(); !batch.isEmpty(); batch = next()) {
            var differences = new ArrayList<Difference>();
            for (var object : batch) {
                var difference = comparison.compare(
                        object,
                        judgements.of(object),
                        reported.getOrDefault(object, List.of()),
                        told.getOrDefault(object, Map.of()).values(),
                        surroundings.clock().instant());
                if (!difference.isEmpty()) {
                    differences.add(difference);
                }
                if (difference.waits()) {
                    waiting.add(object);
                }
            }
            if (!differences.isEmpty()) {
                if (!surroundings.leads().getAsBoolean()) {
                    forget();
                    return;
                }
                record(told, differences);
            }
        }
        synchronized (changed) {
            // Looked at again with the next look; nobody has to wake up for it.
            changed.addAll(waiting);
        }
        openByCause = told.values().stream()
                .flatMap(findings -> findings.values().stream())
                .collect(Collectors.groupingBy(OpenFinding::cause, Collectors.counting()));
    }

    private void record(Map<ObjectRef, Map<String, OpenFinding>> told, List<Difference> differences) {
        var raised = differences.stream()
                .flatMap(difference -> difference.raised().stream())
                .toList();
        var cleared = differences.stream()
                .flatMap(difference -> difference.cleared().stream())
                .toList();
        try {
            record(told, raised, cleared);
        } catch (FindingsUnavailableException together) {
            requireStore();
            recordOneByOne(told, raised, cleared, together);
        }
    }

    /** What the store refuses must not keep back the rest; it is tried again when everything is compared. */
    private void recordOneByOne(
            Map<ObjectRef, Map<String, OpenFinding>> told,
            List<Finding> raised,
            List<OpenFinding> cleared,
            FindingsUnavailableException together) {
        var refused = new LinkedHashMap<String, FindingsUnavailableException>();
        for (var finding : cleared) {
            recordAlone(told, List.of(), List.of(finding)).ifPresent(why -> refused.put(finding.id(), why));
        }
        for (var finding : raised) {
            recordAlone(told, List.of(finding), List.of()).ifPresent(why -> refused.put(finding.id(), why));
        }
        if (refused.size() == raised.size() + cleared.size()) {
            // Nothing can be written: that is no matter of single rows, and is tried again soon.
            throw together;
        }
        refused.forEach((id, why) -> LOG.atError()
                .setCause(why)
                .addKeyValue("finding", id)
                .log("A finding cannot be recorded; the others are"));
    }

    /** @return why it was refused */
    private Optional<FindingsUnavailableException> recordAlone(
            Map<ObjectRef, Map<String, OpenFinding>> told, List<Finding> raised, List<OpenFinding> cleared) {
        try {
            record(told, raised, cleared);
            return Optional.empty();
        } catch (FindingsUnavailableException refused) {
            requireStore();
            return Optional.of(refused);
        }
    }

    /** @throws FindingsUnavailableException if it is not one row that the store refuses: it does not answer at all */
    private void requireStore() {
        var _ = store.open();
    }

    private void record(
            Map<ObjectRef, Map<String, OpenFinding>> told, List<Finding> raised, List<OpenFinding> cleared) {
        store.record(
                raised,
                cleared.stream().map(OpenFinding::id).toList(),
                surroundings.clock().instant());
        surroundings.recorded().run();
        for (var finding : cleared) {
            told.getOrDefault(finding.workload(), new HashMap<>()).remove(finding.id());
            audience.cleared(finding);
        }
        for (var finding : raised) {
            told.computeIfAbsent(finding.workload(), _ -> new HashMap<>()).put(finding.id(), finding.opened());
            audience.raised(finding);
        }
        told.values().removeIf(Map::isEmpty);
        LOG.atInfo()
                .addKeyValue("raised", raised.size())
                .addKeyValue("cleared", cleared.size())
                .log("Findings recorded");
    }

    /** How many workloads have a reason of the same cause and target. */
    private ToIntFunction<Reason> sharing() {
        var counts = new HashMap<List<Object>, Integer>();
        for (var judgement : judgements.all()) {
            judgement.reasons().stream()
                    .map(TellFindings::group)
                    .distinct()
                    .forEach(group -> counts.merge(group, 1, Integer::sum));
        }
        return reason -> counts.getOrDefault(group(reason), 0);
    }

    private static List<Object> group(Reason reason) {
        return List.of(reason.cause(), reason.target(), reason.key().orElse(""));
    }

    private void change(ObjectRef object) {
        synchronized (changed) {
            changed.add(object);
        }
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    private List<ObjectRef> next() {
        synchronized (changed) {
            var batch = changed.stream().limit(BATCH).toList();
            batch.forEach(changed::remove);
            return batch;
        }
    }

    private void run() {
        var pause = Duration.ZERO;
        try {
            while (closing.getCount() > 0) {
                pause = attempt(pause);
                if (pause.isZero()) {
                    var _ = wakeUps.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    wakeUps.drainPermits();
                } else {
                    var _ = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            // Nobody but close() interrupts this thread: it ends here.
        }
    }

    /** The outermost loop's body. @return how long to wait before the next attempt; zero after a success */
    private Duration attempt(Duration pause) {
        try {
            keepEqual();
            if (!pause.isZero()) {
                LOG.atInfo().log("Findings are recorded again");
            }
            return Duration.ZERO;
        } catch (RuntimeException e) {
            if (pause.isZero()) {
                LOG.atWarn().setCause(e).log("Findings cannot be recorded; they wait");
                return FIRST_PAUSE;
            }
            var longest = surroundings.pace().longestPause();
            var twice = pause.multipliedBy(2);
            return twice.compareTo(longest) < 0 ? twice : longest;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        wakeUps.release();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!thread.join(CLOSE_GRACE)) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
