package io.otalite.rest;

import io.otalite.telemetry.Tracing;
import io.otalite.telemetry.UnfailingTracing;
import io.otalite.telemetry.opentelemetry.OpenTelemetryTracing;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Every service records traces in the same way, and under its own name: where {@code OTEL_EXPORTER_OTLP_ENDPOINT} names a collector. A
 * property and no config mapping, for a mapping would refuse the other variables that OpenTelemetry knows, and so the start.
 */
@Dependent
public class TracingProducer {
    @Produces
    @Singleton
    Tracing tracing(
            @ConfigProperty(name = "otel.exporter.otlp.endpoint") Optional<String> endpoint,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        return endpoint.map(collector -> UnfailingTracing.of(OpenTelemetryTracing.to(service, collector)))
                .orElse(Tracing.OFF);
    }

    void close(@Disposes Tracing tracing) {
        tracing.close();
    }
}
