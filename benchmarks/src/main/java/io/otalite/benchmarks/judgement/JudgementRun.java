package io.otalite.benchmarks.judgement;

import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectReader;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** One world, filled, judged and changed. Times are those of this thread alone. */
public final class JudgementRun {
    private static final ObjectRef SHARED =
            new ObjectRef(Kinds.SECRET, LargeCluster.SHARED_NAMESPACE, LargeCluster.SHARED);

    private final LargeCluster cluster;
    private final World world = new World(Clock.systemUTC());
    private final Judgements judgements;
    private final int workloads;
    private final List<Double> changes = new ArrayList<>();
    private double filled;
    private double judged;
    private boolean right = true;

    public JudgementRun(int workloads, int secrets, int pods) {
        this.workloads = workloads;
        this.cluster = new LargeCluster(workloads, secrets, pods);
        judgements =
                new Judgements(world, new Judge(world, ImageView.UNCHECKED, Duration.ofDays(14)), Clock.systemUTC());
        world.addListener(judgements);
        for (var kind : List.of(Kinds.SECRET, Kinds.CONFIG_MAP, Kinds.SERVICE_ACCOUNT, Kinds.NODE)) {
            world.see(Scope.everywhere(kind));
        }
    }

    /** Reads every object and puts it into the world, as a first listing does. */
    public void fill() {
        var start = System.nanoTime();
        cluster.each(object -> world.put(ObjectReader.read(object)));
        filled = seconds(start);
    }

    public void judgeAll() {
        judgements.markAll();
        var start = System.nanoTime();
        judgements.judgeMarked();
        judged = seconds(start);
        // Pods that started before a change of their Secret are stale, and would start.
        expect(verdict -> !verdict.isWorseThan(Verdict.STALE), workloads);
    }

    /** Drops the entry that all consumers of one Secret need, and gives it back, in turn. */
    public void change(int times) {
        for (var i = 0; i < times; i++) {
            var breaks = i % 2 == 0;
            var object = cluster.shared(breaks ? "passwd" : "password");
            var start = System.nanoTime();
            world.put(ObjectReader.read(object));
            judgements.judgeMarked();
            changes.add(seconds(start) * 1000);
            expect(Verdict.BLOCKED_START::equals, breaks ? consumers() : 0);
        }
        if (times % 2 == 1) {
            world.put(ObjectReader.read(cluster.shared("password")));
            judgements.judgeMarked();
        }
        Collections.sort(changes);
    }

    private void expect(Predicate<Verdict> verdict, int count) {
        var found = StreamSupport.stream(judgements.all().spliterator(), false)
                .filter(judgement -> verdict.test(judgement.verdict()))
                .count();
        right = right && found == count;
    }

    public boolean verdictsAreRight() {
        return right;
    }

    public int objects() {
        return world.all().size();
    }

    public int consumers() {
        return world.dependents(SHARED).size();
    }

    public double filled() {
        return filled;
    }

    public double judged() {
        return judged;
    }

    public double medianMillis() {
        return changes.get(changes.size() / 2);
    }

    public double longestMillis() {
        return changes.getLast();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
