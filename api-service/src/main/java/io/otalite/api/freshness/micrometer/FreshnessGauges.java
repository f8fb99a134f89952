package io.otalite.api.freshness.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.api.freshness.FreshnessLoop;
import io.otalite.tuf.RoleName;
import java.time.Clock;
import java.time.Duration;

/**
 * The state of freshness: {@code ota_metadata_expiry_seconds} until the first document of a role expires over all factories
 * (negative from then on), {@code ota_metadata_refresh_due_factories}, and the tries.
 */
public final class FreshnessGauges {
    private FreshnessGauges() {}

    public static void register(MeterRegistry registry, FreshnessLoop loop, Clock clock) {
        for (var role : RoleName.values()) {
            Gauge.builder("ota.metadata.expiry.seconds", loop, source -> secondsLeft(source, role, clock))
                    .tag("role", role.json())
                    .register(registry);
        }
        Gauge.builder(
                        "ota.metadata.refresh.due.factories",
                        loop,
                        source -> source.status().due())
                .register(registry);
        FunctionCounter.builder("ota.metadata.refreshes", loop, FreshnessLoop::refreshed)
                .tag("outcome", "refreshed")
                .register(registry);
        FunctionCounter.builder("ota.metadata.refreshes", loop, FreshnessLoop::failed)
                .tag("outcome", "failed")
                .register(registry);
    }

    private static double secondsLeft(FreshnessLoop loop, RoleName role, Clock clock) {
        return loop.status()
                .nextExpiries()
                .map(expiries -> Duration.between(clock.instant(), expiries.of(role)))
                .map(left -> left.toMillis() / 1000.0)
                .orElse(Double.NaN);
    }
}
