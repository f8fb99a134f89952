package io.otalite.local.demo;

import io.otalite.local.system.HealthReport;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/** How backup-service is, as it says itself. */
final class Backup {
    private final URI management;

    Backup(URI management) {
        this.management = management;
    }

    /** For the message of a wait that was in vain. */
    String remark() throws InterruptedException {
        var health = HealthReport.ask(management);
        return health.remark().isEmpty() ? "all is well" : health.remark();
    }

    /** Waits until it says this of itself. */
    String await(String expected, Function<HealthReport, Optional<String>> saying) throws InterruptedException {
        return Wait.until(
                "backup-service to " + expected,
                () -> saying.apply(HealthReport.ask(management)),
                () -> "backup-service says: " + remark());
    }

    void awaitWell() throws InterruptedException {
        await(
                "be well again",
                health -> Optional.of("well")
                        .filter(_ -> health.up() && health.degraded().isEmpty()));
    }

    /** The demo has failed if it is not ready at this moment. */
    void requireReady() throws InterruptedException {
        var health = HealthReport.ask(management);
        if (!health.up()) {
            throw new DemoFailedException("backup-service to be ready all the time", health.remark());
        }
    }
}
