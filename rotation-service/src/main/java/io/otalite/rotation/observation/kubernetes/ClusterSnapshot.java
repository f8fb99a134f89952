package io.otalite.rotation.observation.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The cluster as it is at one moment. */
public final class ClusterSnapshot {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;

    private ClusterSnapshot() {}

    /**
     * Lists everything once.
     *
     * @param namespaces where to look for what may not be listed everywhere; empty for every namespace that is seen
     * @return empty when the cluster did not answer within a minute
     */
    public static Optional<World> take(KubernetesClient client, Set<String> namespaces, Clock clock)
            throws InterruptedException {
        return take(client, namespaces, clock, LONGEST);
    }

    static Optional<World> take(KubernetesClient client, Set<String> namespaces, Clock clock, Duration longest)
            throws InterruptedException {
        var world = new World(clock);
        try (var informers = new ClusterInformers(client, new Once(namespaces), world, () -> {}, clock)) {
            informers.start();
            var never = new CountDownLatch(1);
            var deadline = System.nanoTime() + longest.toNanos();
            while (!informers.synced() && System.nanoTime() < deadline) {
                var unused = never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            return informers.synced() ? Optional.of(world) : Optional.empty();
        }
    }

    /** Nothing is repeated within a minute. */
    private record Once(Set<String> wanted) implements ClusterConfig {
        @Override
        public Optional<List<String>> namespaces() {
            return wanted.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(wanted));
        }

        @Override
        public Duration rediscoveryInterval() {
            return LONGEST;
        }

        @Override
        public Duration permissionRetryInterval() {
            return LONGEST;
        }

        @Override
        public Optional<Set<String>> excludeKinds() {
            return Optional.empty();
        }
    }
}
