package io.otalite.backup.health.microprofile;

import io.otalite.backup.health.Condition;
import io.otalite.backup.health.ServiceStatus;
import io.otalite.backup.health.StuckThreads;
import io.otalite.backup.hold.Hold;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** Answers the probes. Only liveness can ever be down: waiting is not being ill. */
@ApplicationScoped
public class Probes {
    private final Condition condition;
    private final StuckThreads stuckThreads;

    Probes(Condition condition, StuckThreads stuckThreads) {
        this.condition = condition;
        this.stuckThreads = stuckThreads;
    }

    @Produces
    @Liveness
    HealthCheck threadsMove() {
        return () -> {
            var stuck = stuckThreads.find();
            var response = HealthCheckResponse.named("threads move").status(stuck.isEmpty());
            stuck.ifPresent(what -> response.withData("stuck", what));
            return response.build();
        };
    }

    /** Up whenever it is asked: REST answers. What is wrong stands in the data. */
    @Produces
    @Readiness
    HealthCheck answers() {
        return () -> {
            var status = condition.now();
            var response = HealthCheckResponse.named("archive")
                    .up()
                    .withData("degraded", status.degraded())
                    .withData("credential", status.credential().mounted().code())
                    .withData("held", status.holds().size());
            status.credential().inUse().ifPresent(key -> response.withData("key_in_use", key.keyId()));
            cause(status).ifPresent(cause -> response.withData("cause", cause));
            return response.build();
        };
    }

    /** Up whenever it is asked: this bean could be made, so the graph is built. */
    @Produces
    @Startup
    HealthCheck wired() {
        return () -> HealthCheckResponse.up("wired");
    }

    /** The most telling sentence: what waits the longest, or else what the credential or a topic lacks. */
    private static Optional<String> cause(ServiceStatus status) {
        return Stream.<Supplier<Optional<String>>>of(
                        () -> status.holds().stream().findFirst().map(Probes::sentence),
                        () -> Optional.of(status.credential())
                                .filter(credential -> credential.degraded())
                                .map(credential -> "credential: " + credential.detail()),
                        () -> status.topicFindings().stream().findFirst())
                .flatMap(candidate -> candidate.get().stream())
                .findFirst();
    }

    private static String sentence(Hold hold) {
        return "%s: %s (%s held since %s)".formatted(hold.cause().code(), hold.detail(), hold.what(), hold.since());
    }
}
