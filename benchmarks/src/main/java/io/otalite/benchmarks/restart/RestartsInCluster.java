package io.otalite.benchmarks.restart;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.benchmarks.load.LoadException;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.kubernetes.ClusterConfig;
import io.otalite.rotation.observation.kubernetes.ClusterInformers;
import io.otalite.rotation.restart.KeyRotations;
import io.otalite.rotation.restart.KeyUse;
import io.otalite.rotation.restart.RecordedRestarts;
import io.otalite.rotation.restart.RestartLoop;
import io.otalite.rotation.restart.RestartObserver;
import io.otalite.rotation.restart.RestartOrder;
import io.otalite.rotation.restart.RestartPace;
import io.otalite.rotation.restart.RestartWork;
import io.otalite.rotation.restart.RestartWork.Surroundings;
import io.otalite.rotation.restart.Restarts;
import io.otalite.rotation.restart.kubernetes.KubernetesDeployments;
import io.otalite.rotation.restart.postgres.PostgresClaims;
import io.otalite.rotation.restart.postgres.PostgresClaims.Holder;
import io.otalite.rotation.restart.postgres.PostgresInbox;
import io.otalite.rotation.restart.postgres.PostgresRecords;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/**
 * What restarts workloads in a cluster, put together of the service's own classes: observation, judgement, inbox and loop. Only health
 * is not waited for, so that one round can follow the other.
 */
final class RestartsInCluster implements AutoCloseable {
    private static final URI SOURCE = URI.create("urn:benchmark");
    private static final Duration LEASE = Duration.ofSeconds(30);

    /** As the service does by default: three at a time, and two places for those that are only looked at. */
    private static final int CONCURRENCY = 3;

    private static final int STEPS_AT_A_TIME = CONCURRENCY + 2;
    private static final RestartPace PACE = new RestartPace(
            Optional.of(Duration.ofMillis(1)),
            Duration.ofMillis(1),
            Optional.of(Duration.ofMinutes(1)),
            Duration.ofMinutes(1),
            Duration.ofMillis(100));
    private static final int LOOK_AGAIN_MILLIS = 100;

    private final Clock clock;
    private final World world;
    private final Judgements judgements;
    private final ClusterInformers informers;
    private final JudgementLoop judging;
    private final AtomicLong requests = new AtomicLong();
    private final KubernetesClient client;
    private final TimedDeployments deployments;
    private final PostgresRecords records;
    private final RestartLoop loop;
    private final RecordedRestarts restarts;
    private volatile long recordedAt;

    RestartsInCluster(ManyConsumers cluster, DataSource database, Clock clock) {
        this.clock = clock;
        this.world = new World(clock);
        this.judgements = new Judgements(world, new Judge(world, ImageView.UNCHECKED, Duration.ofDays(1)), clock);
        world.addListener(judgements);
        this.informers =
                new ClusterInformers(cluster.client(), new WatchedByDefault(), world, judgements::markAll, clock);
        this.judging = new JudgementLoop(judgements, informers::synced, Duration.ofMinutes(5), clock);
        this.client = cluster.client(requests);
        this.deployments = new TimedDeployments(new KubernetesDeployments(client));
        this.records = new PostgresRecords(database, clock);
        var claims = new PostgresClaims(database, SOURCE, new Holder("benchmark", LEASE, CONCURRENCY), clock);
        var surroundings =
                new Surroundings(judging::judgedOnce, () -> {}, world, judgements::of, KeyUse.UNKNOWN, clock);
        var work = new RestartWork(claims, deployments, surroundings, PACE, new Unobserved());
        this.loop = new RestartLoop(work, records, STEPS_AT_A_TIME, clock);
        this.restarts = new RecordedRestarts(
                new PostgresInbox(database, SOURCE, clock),
                world,
                new RestartOrder(world, Optional.empty()),
                informers::synced,
                this::recorded);
    }

    /** Starts, and returns when everything has been seen and judged. */
    void start(Duration patience) throws InterruptedException {
        informers.start();
        judging.start();
        loop.start();
        var end = System.nanoTime() + patience.toNanos();
        while (!judging.judgedOnce()) {
            if (System.nanoTime() > end) {
                throw new LoadException("The cluster is not judged in time");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private void recorded() {
        recordedAt = System.nanoTime();
        loop.wake();
    }

    /** When the work for an event was on record last, by {@link System#nanoTime}. */
    long recordedAt() {
        return recordedAt;
    }

    /** Where events go. */
    KeyRotations rotations() {
        return new KeyRotations(restarts, world, Optional.empty(), records, new Unobserved(), clock);
    }

    Restarts restarts() {
        return restarts;
    }

    TimedDeployments deployments() {
        return deployments;
    }

    /** What was asked of the API server so far to restart, which does not count what is watched. */
    long requests() {
        return requests.get();
    }

    @Override
    public void close() {
        loop.close();
        judging.close();
        informers.close();
        client.close();
    }

    private record Unobserved() implements RestartObserver {
        @Override
        public void taken(String topic, Duration processing) {}

        @Override
        public void begun(Duration sinceChange) {
            // The span is measured to the stamp, which is later.
        }

        @Override
        public void setAside() {
            // A round that waits for the restart tells of it.
        }
    }

    /** The defaults. */
    private record WatchedByDefault() implements ClusterConfig {
        @Override
        public Optional<List<String>> namespaces() {
            return Optional.empty();
        }

        @Override
        public Duration rediscoveryInterval() {
            return Duration.ofMinutes(5);
        }

        @Override
        public Duration permissionRetryInterval() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Optional<Set<String>> excludeKinds() {
            return Optional.empty();
        }
    }
}
