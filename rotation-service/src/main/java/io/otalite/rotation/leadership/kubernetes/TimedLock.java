package io.otalite.rotation.leadership.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A lock that knows when it was last renewed, by this machine's own time, and whose requests end soon. The client's usual retries would
 * take longer than the lease lasts.
 */
final class TimedLock implements Lock {
    private final Lock lock;
    private final RequestConfig limits;
    private volatile long renewed = System.nanoTime();

    TimedLock(Lock lock, Duration longestRequest) {
        this.lock = lock;
        limits = new RequestConfigBuilder()
                .withRequestTimeout((int) longestRequest.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build();
    }

    /** How long ago the last write that succeeded was sent: others count from a moment after that. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - renewed);
    }

    @Override
    public LeaderElectionRecord get(KubernetesClient client) {
        return limited(client, lock::get);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord wanted) {
        write(client, within -> lock.create(within, wanted));
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord wanted) {
        write(client, within -> lock.update(within, wanted));
    }

    private void write(KubernetesClient client, Consumer<KubernetesClient> write) {
        var sent = System.nanoTime();
        var unused = limited(client, within -> {
            write.accept(within);
            return true;
        });
        renewed = sent;
    }

    private <T> T limited(KubernetesClient client, Function<KubernetesClient, T> call) {
        return client.adapt(NamespacedKubernetesClient.class)
                .withRequestConfig(limits)
                .call(call::apply);
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }
}
