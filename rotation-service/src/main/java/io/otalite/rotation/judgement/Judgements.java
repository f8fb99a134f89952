package io.otalite.rotation.judgement;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.WorldListener;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The judgements of all workloads. A change of the world marks those that depend on it; whoever calls {@link #judgeMarked} judges them,
 * so that a burst of changes costs each workload one judgement. Thread-safe; judging is one thread's at a time.
 */
public final class Judgements implements WorldListener {
    private static final Logger LOG = LoggerFactory.getLogger(Judgements.class);

    private final World world;
    private final Judge judge;
    private final Clock clock;
    private final ConcurrentNavigableMap<ObjectRef, Judgement> latest = new ConcurrentSkipListMap<>();
    private final Map<ObjectRef, Map<String, Instant>> firstSeen = new ConcurrentHashMap<>();
    private final Map<Scope, Set<ObjectRef>> missing = new ConcurrentHashMap<>();
    private final List<BiConsumer<ObjectRef, Optional<Judgement>>> listeners = new CopyOnWriteArrayList<>();
    private final Set<ObjectRef> marked = new LinkedHashSet<>();

    public Judgements(World world, Judge judge, Clock clock) {
        this.world = world;
        this.judge = judge;
        this.clock = clock;
    }

    /** Is told of every judgement that says something new, on the thread that judges; empty when the workload is gone. */
    public void addListener(BiConsumer<ObjectRef, Optional<Judgement>> listener) {
        listeners.add(listener);
    }

    @Override
    public void changed(Optional<Observed> before, Optional<Observed> after, Set<ObjectRef> affected) {
        var all = new HashSet<>(affected);
        before.map(Observed::ref).ifPresent(all::add);
        if (before.isEmpty()) {
            after.ifPresent(object -> all.addAll(missing.getOrDefault(
                    new Scope(object.ref().kind(), object.ref().namespace()), Set.of())));
        }
        mark(all);
    }

    /** Marks these to be judged anew. */
    public void mark(Set<ObjectRef> workloads) {
        if (workloads.isEmpty()) {
            return;
        }
        synchronized (marked) {
            marked.addAll(workloads);
            marked.notifyAll();
        }
    }

    /** Marks everything: after a view was lost or won, and every few minutes in case that something was missed. */
    public void markAll() {
        var everything = new HashSet<>(latest.keySet());
        for (var object : world.all()) {
            if (object instanceof Referrer referrer && referrer.isJudged()) {
                everything.add(object.ref());
            }
        }
        mark(everything);
    }

    /** Waits until something is marked, at most this long. */
    public void awaitMarked(long millis) throws InterruptedException {
        synchronized (marked) {
            if (marked.isEmpty()) {
                marked.wait(millis);
            }
        }
    }

    /** Judges what is marked. @return how many workloads that were */
    public synchronized int judgeMarked() {
        List<ObjectRef> batch;
        synchronized (marked) {
            batch = new ArrayList<>(marked);
            marked.clear();
        }
        for (var ref : batch) {
            judgeOne(ref);
        }
        return batch.size();
    }

    /** The outermost loop of judging: what fails for one workload must not keep the others from being judged. */
    private void judgeOne(ObjectRef ref) {
        try {
            if (world.find(ref).orElse(null) instanceof Referrer referrer && referrer.isJudged()) {
                judged(referrer);
            } else {
                forget(ref);
            }
        } catch (RuntimeException defect) {
            LOG.atError().addKeyValue("workload", ref).setCause(defect).log("A workload could not be judged");
        }
    }

    /** The judgement of one workload. */
    public Optional<Judgement> of(ObjectRef workload) {
        return Optional.ofNullable(latest.get(workload));
    }

    /** All of them, in the order of {@link ObjectRef}. */
    public Iterable<Judgement> all() {
        return latest.values();
    }

    /** Those after a workload, or from the first one on. */
    public Iterable<Judgement> after(Optional<ObjectRef> workload) {
        return workload.isPresent() ? latest.tailMap(workload.get(), false).values() : latest.values();
    }

    /** Takes over since when these reasons of a workload have been known, by {@link Reason#identity()}, from an earlier life. */
    public void remember(ObjectRef workload, Map<String, Instant> since) {
        firstSeen.put(workload, new HashMap<>(since));
    }

    private void judged(Referrer workload) {
        var ref = workload.ref();
        var now = clock.instant();
        var fresh = judge.judge(workload, now);
        var known = firstSeen.getOrDefault(ref, Map.of());
        var seen = new HashMap<String, Instant>();
        var reasons = fresh.reasons().stream()
                .map(reason -> {
                    var first =
                            known.getOrDefault(reason.identity(), reason.since().orElse(now));
                    seen.put(reason.identity(), first);
                    return reason.since(first);
                })
                .toList();
        var judgement = new Judgement(ref, fresh.suspended(), fresh.verdict(), reasons, now);
        if (seen.isEmpty()) {
            firstSeen.remove(ref);
        } else {
            firstSeen.put(ref, seen);
        }
        var before = latest.put(ref, judgement);
        index(ref, before, judgement);
        if (before == null || !before.reasons().equals(reasons)) {
            listeners.forEach(listener -> listener.accept(ref, Optional.of(judgement)));
        }
    }

    private void forget(ObjectRef ref) {
        firstSeen.remove(ref);
        var before = latest.remove(ref);
        if (before != null) {
            unindex(ref, before);
            listeners.forEach(listener -> listener.accept(ref, Optional.empty()));
        }
    }

    /** A new object may be the one that is meant by those who miss another of its kind. */
    private void index(ObjectRef ref, @Nullable Judgement before, Judgement after) {
        if (before != null) {
            unindex(ref, before);
        }
        scopes(after)
                .forEach(scope -> missing.computeIfAbsent(scope, _ -> ConcurrentHashMap.newKeySet())
                        .add(ref));
    }

    private void unindex(ObjectRef ref, Judgement before) {
        scopes(before)
                .forEach(scope -> missing.computeIfPresent(scope, (_, set) -> {
                    set.remove(ref);
                    return set.isEmpty() ? null : set;
                }));
    }

    private static Set<Scope> scopes(Judgement judgement) {
        var scopes = new HashSet<Scope>();
        for (var reason : judgement.reasons()) {
            if (reason.cause() == Cause.OBJECT_MISSING) {
                scopes.add(new Scope(reason.target().kind(), reason.target().namespace()));
            }
        }
        return scopes;
    }
}
