package io.otalite.rotation.leadership.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.otalite.rotation.leadership.Leadership;
import io.otalite.rotation.leadership.LeaseConfig;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads while it holds the Lease. A leader that was cut off and comes back is a candidate again. */
public final class LeaseLeadership implements Leadership, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseLeadership.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final KubernetesClient client;
    private final LeaseConfig config;
    private final TimedLock lock;
    private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = Thread.ofVirtual().name("leadership").unstarted(this::run);
    private CompletableFuture<?> election = CompletableFuture.completedFuture(null);
    private volatile boolean elected;
    private volatile boolean closed;

    public LeaseLeadership(KubernetesClient client, LeaseConfig config) {
        this.client = client;
        this.config = config;
        var namespace = config.namespace().orElse(client.getNamespace() == null ? "default" : client.getNamespace());
        var identity = config.identity().orElseGet(() -> UUID.randomUUID().toString());
        lock = new TimedLock(new LeaseLock(namespace, config.name(), identity), config.retryPeriod());
    }

    public void start() {
        thread.start();
    }

    @Override
    public boolean isLeader() {
        return elected && !closed && lock.age().compareTo(config.renewDeadline()) < 0;
    }

    @Override
    public void onChange(Consumer<Boolean> listener) {
        listeners.add(listener);
    }

    /** Takes part in one election after the other: each ends when its lease is lost. */
    private void run() {
        var told = false;
        while (!closed) {
            if (election.isDone()) {
                election = elect();
            }
            told = tell(told);
            try {
                if (news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        election.cancel(true);
        tell(told);
    }

    private boolean tell(boolean told) {
        var leads = isLeader();
        if (leads != told) {
            LOG.atInfo().addKeyValue("identity", lock.identity()).log(leads ? "Leads" : "Leads no more");
            listeners.forEach(listener -> listener.accept(leads));
        }
        return leads;
    }

    private CompletableFuture<?> elect() {
        return client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(config.name())
                        .withLock(lock)
                        .withLeaseDuration(config.leaseDuration())
                        .withRenewDeadline(config.renewDeadline())
                        .withRetryPeriod(config.retryPeriod())
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(() -> elected(true), () -> elected(false), _ -> {}))
                        .build())
                .build()
                .start();
    }

    private void elected(boolean now) {
        elected = now;
        news.release();
    }

    /** Gives the lease back, so that another need not wait for its end. */
    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            thread.join(config.retryPeriod().multipliedBy(2));
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
