package io.otalite.api.signing.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.api.signing.RewrapKeys;
import io.otalite.api.signing.RewrapProgress;
import java.util.function.ToLongFunction;

/** Under which key-encryption keys the data keys are, as this replica last saw it; not a number before its first look. */
public final class DataKeyGauges {
    private DataKeyGauges() {}

    /** Registers the gauges; they live as long as the re-wrapper. */
    public static void register(MeterRegistry registry, RewrapKeys keys) {
        gauge(registry, keys, "current", RewrapProgress::done);
        gauge(registry, keys, "previous", RewrapProgress::left);
        gauge(registry, keys, "unreadable", RewrapProgress::unreadable);
    }

    private static void gauge(
            MeterRegistry registry, RewrapKeys keys, String state, ToLongFunction<RewrapProgress> value) {
        Gauge.builder(
                        "ota.signing.data.keys",
                        keys,
                        source -> source.progress()
                                .map(progress -> (double) value.applyAsLong(progress))
                                .orElse(Double.NaN))
                .tag("state", state)
                .register(registry);
    }
}
