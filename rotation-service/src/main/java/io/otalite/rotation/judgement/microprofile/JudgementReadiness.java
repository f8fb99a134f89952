package io.otalite.rotation.judgement.microprofile;

import io.otalite.rotation.judgement.JudgementLoop;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Down until everything has been judged once: before that, the service would say of what it has not seen yet that all is well. Up from
 * then on, for an answer that ages says so itself and is better than none.
 */
public final class JudgementReadiness implements HealthCheck {
    private final JudgementLoop loop;
    private final Supplier<String> awaited;

    /** @param awaited what is waited for, for people */
    public JudgementReadiness(JudgementLoop loop, Supplier<String> awaited) {
        this.loop = loop;
        this.awaited = awaited;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("judgement");
        return loop.judgedOnce()
                ? response.up().build()
                : response.down().withData("detail", awaited.get()).build();
    }
}
