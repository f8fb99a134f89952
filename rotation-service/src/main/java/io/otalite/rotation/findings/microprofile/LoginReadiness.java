package io.otalite.rotation.findings.microprofile;

import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Down while the database refuses a login that it has never let in: a rollout stops there, and instances that were let in stay. Up from
 * then on, and while the database is away, without which the service does everything else.
 */
public final class LoginReadiness implements HealthCheck {
    private final Supplier<Optional<String>> hindrance;

    public LoginReadiness(Supplier<Optional<String>> hindrance) {
        this.hindrance = hindrance;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("database login");
        return hindrance
                .get()
                .map(detail -> response.down().withData("detail", detail).build())
                .orElseGet(() -> response.up().build());
    }
}
