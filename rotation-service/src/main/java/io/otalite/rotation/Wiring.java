package io.otalite.rotation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.events.Topics;
import io.otalite.outbox.OutboxRelay;
import io.otalite.outbox.RelaySettings;
import io.otalite.rest.AccessConfig;
import io.otalite.rest.AdminToken;
import io.otalite.rest.Authorisation;
import io.otalite.rotation.findings.FindingAudience;
import io.otalite.rotation.findings.FindingStore;
import io.otalite.rotation.findings.FindingsConfig;
import io.otalite.rotation.findings.TellFindings;
import io.otalite.rotation.findings.TellFindings.Pace;
import io.otalite.rotation.findings.TellFindings.Surroundings;
import io.otalite.rotation.findings.kubernetes.KubernetesFindingEvents;
import io.otalite.rotation.findings.micrometer.FindingGauges;
import io.otalite.rotation.findings.postgres.PostgresFindingStore;
import io.otalite.rotation.guard.Guard;
import io.otalite.rotation.guard.Guard.Judging;
import io.otalite.rotation.guard.GuardConfig;
import io.otalite.rotation.guard.https.CertificateFiles;
import io.otalite.rotation.guard.https.GuardServer;
import io.otalite.rotation.guard.micrometer.CountedReviews;
import io.otalite.rotation.guard.microprofile.GuardHealth;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.observation.World;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.Wellness;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.flywaydb.core.Flyway;

/** The whole object graph, from the outside in: read it from the top. */
@ApplicationScoped
public class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Authorisation authorisation(AccessConfig config) {
        return new AdminToken(config);
    }

    // What is observed and judged

    @Produces
    @Singleton
    World world(Clock clock) {
        return new World(clock);
    }

    @Produces
    @Singleton
    Judge judge(World world) {
        return new Judge(world, ImageView.UNCHECKED, Duration.ofDays(14));
    }

    @Produces
    @Singleton
    Judgements judgements(World world, Judge judge, Clock clock) {
        var judgements = new Judgements(world, judge, clock);
        world.addListener(judgements);
        return judgements;
    }

    /** Whether this replica is the one that writes. */
    private static boolean leads() {
        return true;
    }

    /** Whether everything that can be seen has been judged at least once. */
    private static boolean judgedOnce() {
        return false;
    }

    // Findings

    @Produces
    @Singleton
    FindingStore findingStore(DataSource dataSource, FindingsConfig config) {
        return new PostgresFindingStore(dataSource, config.eventSource());
    }

    @Produces
    @Singleton
    FindingAudience findingAudience(FindingsConfig config, KubernetesClient client, World world, Clock clock) {
        return config.events() ? new KubernetesFindingEvents(client, world, clock) : FindingAudience.NONE;
    }

    @Produces
    @Singleton
    OutboxRelay outboxRelay(
            DataSource dataSource,
            FindingsConfig config,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        return new OutboxRelay(
                dataSource,
                RelaySettings.of("ota-outbox-rotation", config.replicationFactor()),
                Map.of("bootstrap.servers", bootstrapServers),
                List.of(Topics.FINDINGS));
    }

    /** The migration runs with the first use of the database, which may come up long after this service. */
    @Produces
    @Singleton
    Surroundings findingSurroundings(Clock clock, Flyway flyway, OutboxRelay relay, FindingsConfig config) {
        return new Surroundings(
                clock,
                Wiring::leads,
                Wiring::judgedOnce,
                flyway::migrate,
                relay::wake,
                new Pace(config.compareInterval(), config.longestPause()));
    }

    @Produces
    @Singleton
    TellFindings tellFindings(
            World world,
            Judgements judgements,
            FindingStore store,
            FindingAudience audience,
            Surroundings surroundings) {
        return new TellFindings(world, judgements, store, audience, surroundings);
    }

    @Produces
    @Singleton
    FindingGauges findingGauges(
            MeterRegistry registry, World world, Judgements judgements, TellFindings findings, Clock clock) {
        var gauges = new FindingGauges(registry);
        gauges.workloads(judgements);
        gauges.findings(findings);
        gauges.observation(world, clock);
        gauges.leader(Wiring::leads);
        return gauges;
    }

    void startFindings(@Observes StartupEvent event, TellFindings findings, OutboxRelay relay, FindingGauges gauges) {
        findings.start();
        relay.start();
    }

    void stopFindings(@Observes ShutdownEvent event, TellFindings findings, OutboxRelay relay) {
        findings.close();
        relay.close();
    }

    // Guard

    @Produces
    @Singleton
    Guard guard(
            World world, Judge judge, GuardConfig config, Clock clock, TellFindings findings, MeterRegistry registry) {
        return new Guard(
                new Judging(world, judge, config.ownNamespace(), config.deadline()),
                clock,
                Executors.newVirtualThreadPerTaskExecutor(),
                findings::report,
                new CountedReviews(registry));
    }

    @Produces
    @Singleton
    GuardServer guardServer(Guard guard, GuardConfig config, Vertx vertx) {
        return new GuardServer(
                guard,
                new InetSocketAddress(config.host(), config.port()),
                new CertificateFiles(config.certificateFile(), config.keyFile(), vertx),
                Duration.ofSeconds(2));
    }

    @Produces
    @Wellness
    HealthCheck guardHealth(GuardServer server) {
        return new GuardHealth(server::status);
    }

    void startGuard(@Observes StartupEvent event, GuardServer server) {
        server.start();
    }

    void stopGuard(@Observes ShutdownEvent event, GuardServer server) {
        server.close();
    }
}
