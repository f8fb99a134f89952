package io.otalite.benchmarks.restart;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.restart.Deployments;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** Notes when the first template of a rotation has its stamp, as the API server has answered. */
final class TimedDeployments implements Deployments {
    private final Deployments deployments;
    private final Map<String, CompletableFuture<Long>> first = new ConcurrentHashMap<>();
    private final AtomicLong stamped = new AtomicLong();

    TimedDeployments(Deployments deployments) {
        this.deployments = deployments;
    }

    /** When the first is stamped, by {@link System#nanoTime}. */
    CompletableFuture<Long> first(String rotationId) {
        return first.computeIfAbsent(rotationId, _ -> new CompletableFuture<>());
    }

    /** How many were stamped. */
    long stamped() {
        return stamped.get();
    }

    @Override
    public Stamping stamp(ObjectRef deployment, String rotationId, BooleanSupplier allowed) {
        var stamping = deployments.stamp(deployment, rotationId, allowed);
        if (stamping instanceof Stamping.Stamped) {
            first(rotationId).complete(System.nanoTime());
            stamped.incrementAndGet();
        }
        return stamping;
    }
}
