package io.otalite.rotation;

import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.outbox.OutboxRelay;
import io.otalite.rotation.RotationWiring.RotationLoop;
import io.otalite.rotation.ScheduleWiring.ScheduleLoops;
import io.otalite.rotation.findings.TellFindings;
import io.otalite.rotation.findings.micrometer.FindingGauges;
import io.otalite.rotation.findings.postgres.FirstLogin;
import io.otalite.rotation.guard.https.GuardServer;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.links.StampConfig;
import io.otalite.rotation.links.google.AccountStamps;
import io.otalite.rotation.links.kubernetes.SecretStamps;
import io.otalite.rotation.observation.google.IamPoll;
import io.otalite.rotation.observation.kubernetes.ClusterInformers;
import io.otalite.rotation.restart.RestartLoop;
import io.otalite.rotation.restart.kafka.KeyRotatedConsumer;
import io.otalite.rotation.restart.micrometer.RestartMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.Optional;

/** What the service does by itself, from the start to the end of the process. */
@ApplicationScoped
public class Watch {
    void start(
            @Observes StartupEvent event,
            TellFindings findings,
            OutboxRelay relay,
            FindingGauges gauges,
            JudgementLoop loop,
            GuardServer guard) {
        findings.start();
        relay.start();
        guard.start();
        loop.timedBy(gauges::judging);
    }

    void logIn(@Observes StartupEvent event, FirstLogin login) {
        login.start();
    }

    void stopLoggingIn(@Observes ShutdownEvent event, FirstLogin login) {
        login.close();
    }

    void stamp(
            @Observes StartupEvent event, StampConfig config, SecretStamps secrets, Optional<AccountStamps> accounts) {
        if (config.stamps()) {
            secrets.start();
            accounts.ifPresent(AccountStamps::start);
        }
    }

    void stopStamping(@Observes ShutdownEvent event, SecretStamps secrets, Optional<AccountStamps> accounts) {
        accounts.ifPresent(AccountStamps::close);
        secrets.close();
    }

    void restart(
            @Observes StartupEvent event,
            RestartLoop loop,
            KeyRotatedConsumer consumer,
            MeterRegistry registry,
            Clock clock) {
        RestartMetrics.register(registry, loop::counts, clock);
        loop.start();
        consumer.start();
    }

    void stopRestarting(@Observes ShutdownEvent event, RestartLoop loop, KeyRotatedConsumer consumer) {
        consumer.close();
        loop.close();
    }

    void rotate(@Observes StartupEvent event, RotationLoop loop) {
        loop.steps().start();
    }

    void stopRotating(@Observes ShutdownEvent event, RotationLoop loop) {
        loop.steps().close();
    }

    void schedule(@Observes StartupEvent event, ScheduleLoops loops) {
        loops.gauges().start();
        loops.schedules().start();
    }

    void stopScheduling(@Observes ShutdownEvent event, ScheduleLoops loops) {
        loops.schedules().close();
        loops.gauges().close();
    }

    void watch(@Observes StartupEvent event, ClusterInformers informers, Optional<IamPoll> iam, JudgementLoop loop) {
        informers.start();
        iam.ifPresent(IamPoll::start);
        loop.start();
    }

    void stopWatching(
            @Observes ShutdownEvent event, ClusterInformers informers, Optional<IamPoll> iam, JudgementLoop loop) {
        loop.close();
        iam.ifPresent(IamPoll::close);
        informers.close();
    }

    void stop(@Observes ShutdownEvent event, GuardServer guard, TellFindings findings, OutboxRelay relay) {
        guard.close();
        findings.close();
        relay.close();
    }
}
