package io.otalite.rotation.guard.microprofile;

import io.otalite.rotation.guard.GuardStatus;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Says whether the guard is on. Up in any case: without it the service does everything else. */
public final class GuardHealth implements HealthCheck {
    private final Supplier<GuardStatus> status;

    public GuardHealth(Supplier<GuardStatus> status) {
        this.status = status;
    }

    @Override
    public HealthCheckResponse call() {
        var now = status.get();
        return HealthCheckResponse.named("guard")
                .up()
                .withData("on", now.on())
                .withData("detail", now.detail())
                .build();
    }
}
