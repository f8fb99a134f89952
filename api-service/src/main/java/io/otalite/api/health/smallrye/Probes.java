package io.otalite.api.health.smallrye;

import io.otalite.outbox.OutboxRelay;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The checks of this service; the readiness of its database comes from the data source itself. */
@ApplicationScoped
public class Probes {
    /** Up as soon as it can be asked: the service listens only after the schema was brought up to date. */
    @Produces
    @ApplicationScoped
    @Startup
    HealthCheck started() {
        return () -> HealthCheckResponse.up("schema is up to date");
    }

    @Produces
    @ApplicationScoped
    @Liveness
    HealthCheck live() {
        return () -> HealthCheckResponse.up("process answers");
    }

    /** Always up: an outbox that waits for Kafka delays events and nothing else. Its state is shown for whoever looks. */
    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck outbox(OutboxRelay relay) {
        return () -> {
            var status = relay.status();
            var answer = HealthCheckResponse.named("outbox")
                    .up()
                    .withData("pendingRows", status.pendingRows())
                    .withData("blockedRows", status.blockedRows());
            status.lastError().ifPresent(error -> answer.withData("degraded", error));
            return answer.build();
        };
    }
}
