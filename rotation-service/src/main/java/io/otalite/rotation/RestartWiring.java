package io.otalite.rotation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.events.Topics;
import io.otalite.rotation.findings.FindingsConfig;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.kubernetes.ClusterInformers;
import io.otalite.rotation.restart.Claims;
import io.otalite.rotation.restart.Inbox;
import io.otalite.rotation.restart.KeyRotations;
import io.otalite.rotation.restart.KeyUse;
import io.otalite.rotation.restart.RecordedRestarts;
import io.otalite.rotation.restart.RestartLoop;
import io.otalite.rotation.restart.RestartOrder;
import io.otalite.rotation.restart.RestartPace;
import io.otalite.rotation.restart.RestartWork;
import io.otalite.rotation.restart.Restarts;
import io.otalite.rotation.restart.RestartsConfig;
import io.otalite.rotation.restart.kafka.KeyRotatedConsumer;
import io.otalite.rotation.restart.kubernetes.KubernetesDeployments;
import io.otalite.rotation.restart.micrometer.RestartMetrics;
import io.otalite.rotation.restart.postgres.PostgresClaims;
import io.otalite.rotation.restart.postgres.PostgresClaims.Holder;
import io.otalite.rotation.restart.postgres.PostgresInbox;
import io.otalite.rotation.restart.postgres.PostgresRecords;
import io.otalite.rotation.steps.Once;
import io.otalite.telemetry.micrometer.MessagingMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The part of the object graph that restarts workloads after a credential has changed. */
@ApplicationScoped
public class RestartWiring {
    private static final String GROUP = "ota-rotation-restarts";

    /** How long another instance waits before it goes on with the restarts of one that is gone. */
    private static final Duration CLAIM = Duration.ofSeconds(30);

    /** For workloads that are not restarted, and only have to show yet that they use their new key. */
    private static final int IDLE_STEPS = 2;

    /** How long an event may be ahead of what this service sees of the cluster. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Produces
    @Singleton
    Inbox restartInbox(DataSource dataSource, FindingsConfig config, Clock clock) {
        return new PostgresInbox(dataSource, config.eventSource(), clock);
    }

    @Produces
    @Singleton
    Claims restartClaims(DataSource dataSource, FindingsConfig findings, RestartsConfig config, Clock clock) {
        var holder = new Holder(UUID.randomUUID().toString(), CLAIM, config.concurrency());
        return new PostgresClaims(dataSource, findings.eventSource(), holder, clock);
    }

    @Produces
    @Singleton
    PostgresRecords restartRecords(DataSource dataSource, Clock clock) {
        return new PostgresRecords(dataSource, clock);
    }

    @Produces
    @Singleton
    RestartMetrics restartMetrics(MeterRegistry registry) {
        return new RestartMetrics(registry, new MessagingMetrics(registry, Map.of(Topics.KEYS_ROTATED.name(), GROUP)));
    }

    @Produces
    @Singleton
    RestartWork.Surroundings restartSurroundings(
            JudgementLoop loop, Once migration, World world, Judgements judgements, KeyUse use, Clock clock) {
        return new RestartWork.Surroundings(loop::judgedOnce, migration, world, judgements::of, use, clock);
    }

    @Produces
    @Singleton
    RestartLoop restartLoop(
            Claims claims,
            KubernetesClient client,
            RestartWork.Surroundings surroundings,
            RestartsConfig config,
            RestartMetrics metrics,
            PostgresRecords records) {
        var deployments = new KubernetesDeployments(client);
        var work = new RestartWork(claims, deployments, surroundings, RestartPace.of(config), metrics);
        return new RestartLoop(work, records, config.concurrency() + IDLE_STEPS, surroundings.clock());
    }

    @Produces
    @Singleton
    Restarts restarts(Inbox inbox, World world, RestartsConfig config, ClusterInformers informers, RestartLoop loop) {
        var own = config.ownDeployment()
                .map(name -> name.split("/", 2))
                .map(name -> new ObjectRef(Kinds.DEPLOYMENT, name[0], name[name.length - 1]));
        return new RecordedRestarts(inbox, world, new RestartOrder(world, own), informers::synced, loop::wake);
    }

    @Produces
    @Singleton
    KeyRotatedConsumer keyRotatedConsumer(
            Restarts restarts,
            PostgresRecords quarantine,
            RestartsConfig config,
            RestartWork.Surroundings surroundings,
            RestartMetrics metrics,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        var rotations = new KeyRotations(
                restarts,
                surroundings.world(),
                config.namespaces().map(Set::copyOf),
                quarantine,
                metrics,
                surroundings.clock());
        return new KeyRotatedConsumer(
                Map.of("bootstrap.servers", bootstrapServers),
                GROUP,
                rotations,
                surroundings.ready(),
                PATIENCE,
                surroundings.clock());
    }
}
