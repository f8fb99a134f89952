package io.otalite.benchmarks.restart;

import io.otalite.benchmarks.load.Latency;
import io.otalite.benchmarks.load.LoadException;
import io.otalite.benchmarks.postgres.ServiceDatabase;
import io.otalite.events.KeyRotated;
import io.otalite.events.ObjectName;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.restart.RestartTask;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Rounds of events, one at a time: a Secret is written, its event is told, and the clock runs until the first of its consumers has its
 * stamp. The rest of the restarts is given up then, for how fast they follow is a matter of their health and not of speed.
 */
public final class RestartRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final int LOOK_AGAIN_MILLIS = 20;

    private final Clock clock;
    private final EventPath path;
    private final ServiceDatabase database;
    private final ManyConsumers cluster;
    private final RestartsInCluster service;

    /**
     * Starts everything but what it is measured on.
     *
     * @param folder empty, for the cluster's state
     * @param path is closed with this
     */
    public RestartRun(Path folder, EventPath path, Clock clock) {
        this.clock = clock;
        this.path = path;
        this.database = ServiceDatabase.start();
        this.cluster = ManyConsumers.start(folder);
        this.service = new RestartsInCluster(cluster, database.dataSource(), clock);
    }

    /** Creates Secrets with so many consumers each, and returns when all of them are up and judged. */
    public void create(List<Integer> consumers) throws InterruptedException {
        cluster.create(consumers, PATIENCE);
        service.start(PATIENCE);
        path.open(service.rotations());
    }

    /** Changes one of the Secrets again and again. @param warmUp how many rounds are not counted */
    public RestartFigures measure(int consumers, int warmUp, int rounds) throws InterruptedException {
        for (var round = 0; round < warmUp; round++) {
            round("warm-up-%d-%d".formatted(consumers, round), consumers, new Spans());
        }
        var spans = new Spans();
        var restartsBefore = service.deployments().stamped();
        var requestsBefore = service.requests();
        for (var round = 0; round < rounds; round++) {
            round("round-%d-%d".formatted(consumers, round), consumers, spans);
        }
        return new RestartFigures(
                consumers,
                Latency.of(spans.recorded),
                Latency.of(spans.begun),
                service.deployments().stamped() - restartsBefore,
                service.requests() - requestsBefore);
    }

    private record Spans(Histogram recorded, Histogram begun) {
        Spans() {
            this(Latency.histogramOfMicros(), Latency.histogramOfMicros());
        }
    }

    private void round(String rotation, int consumers, Spans spans) throws InterruptedException {
        var namespace = ManyConsumers.namespace(consumers);
        cluster.write(namespace, "content of " + rotation);
        var first = service.deployments().first(rotation);
        var start = System.nanoTime();
        path.tell(event(rotation, namespace));
        try {
            var begun = first.get(ROUND.toSeconds(), TimeUnit.SECONDS);
            spans.recorded.recordValue(micros(service.recordedAt() - start));
            spans.begun.recordValue(micros(begun - start));
        } catch (ExecutionException | TimeoutException e) {
            throw new LoadException("Nothing was restarted after the event " + rotation, e);
        }
        service.restarts().cancel(rotation, "it was measured");
        settle(rotation, consumers);
    }

    private KeyRotated event(String rotation, String namespace) {
        return new KeyRotated(
                Optional.of(rotation),
                new ObjectName(namespace, Kinds.SECRET, ManyConsumers.SECRET),
                Set.of(ManyConsumers.ENTRY),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                clock.instant());
    }

    /** Waits until what was begun is over, and checks that nobody was forgotten. */
    private void settle(String rotation, int consumers) throws InterruptedException {
        var end = System.nanoTime() + ROUND.toNanos();
        var tasks = service.restarts().tasks(rotation);
        while (!tasks.stream().allMatch(task -> task.state().isOver())) {
            if (System.nanoTime() > end) {
                throw new LoadException("The restarts of %s do not end".formatted(rotation));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            tasks = service.restarts().tasks(rotation);
        }
        var failed = tasks.stream()
                .filter(task -> task.state() == RestartTask.State.FAILED)
                .findFirst();
        if (tasks.size() != consumers || failed.isPresent()) {
            throw new LoadException("%d tasks are on record for %d consumers, and one failed: %s"
                    .formatted(tasks.size(), consumers, failed.flatMap(RestartTask::reason)));
        }
    }

    /** Lets the model of a simple restarter react to the same events, each time with the whole allowance of its client. */
    public ModelFigures model(int consumers, int rounds) {
        var model = new RestarterModel(cluster.client());
        var begun = Latency.histogramOfMicros();
        var objectsRead = 0;
        for (var round = 0; round < rounds; round++) {
            var start = System.nanoTime();
            objectsRead = model.react(ManyConsumers.namespace(consumers), "round-" + round);
            begun.recordValue(micros(System.nanoTime() - start));
        }
        return new ModelFigures(
                consumers,
                Latency.of(begun),
                objectsRead,
                RestarterModel.requests(consumers),
                RestarterModel.leastSeconds(consumers));
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    @Override
    public void close() {
        path.close();
        service.close();
        cluster.close();
        database.close();
    }
}
