package io.otalite.rotation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.events.Topics;
import io.otalite.outbox.OutboxRelay;
import io.otalite.outbox.RelaySettings;
import io.otalite.outbox.micrometer.OutboxMetrics;
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
import io.otalite.rotation.images.CheckPace;
import io.otalite.rotation.images.CheckedImages;
import io.otalite.rotation.images.ImagesConfig;
import io.otalite.rotation.images.kubernetes.ClusterPullSecrets;
import io.otalite.rotation.images.registry.HttpImageRegistry;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.judgement.JudgementConfig;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.judgement.microprofile.JudgementReadiness;
import io.otalite.rotation.judgement.registry.CheckedImageView;
import io.otalite.rotation.judgement.registry.ImageQuestions;
import io.otalite.rotation.leadership.Leadership;
import io.otalite.rotation.leadership.LeaseConfig;
import io.otalite.rotation.leadership.kubernetes.LeaseLeadership;
import io.otalite.rotation.links.LinkGraph;
import io.otalite.rotation.links.Orphans;
import io.otalite.rotation.links.google.AccountStamps;
import io.otalite.rotation.links.kubernetes.SecretStamps;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.google.GoogleConfig;
import io.otalite.rotation.observation.google.IamAccess;
import io.otalite.rotation.observation.google.IamPoll;
import io.otalite.rotation.observation.kubernetes.ClusterConfig;
import io.otalite.rotation.observation.kubernetes.ClusterInformers;
import io.otalite.rotation.steps.Once;
import io.otalite.telemetry.Tracing;
import io.smallrye.health.api.Wellness;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;

/**
 * The whole object graph, from the outside in: read it from the top. What runs by itself is started in {@link Watch}. What is
 * restarted after a rotation is built in {@link RestartWiring}.
 */
@ApplicationScoped
public class Wiring {
    /** The first pause after an image was not found; it doubles. */
    private static final Duration SOONEST_CHECK = Duration.ofSeconds(15);

    private static final int MOST_IMAGES = 20_000;

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

    // What is there

    @Produces
    @Singleton
    World world(Clock clock) {
        return new World(clock);
    }

    @Produces
    @Singleton
    ClusterInformers informers(
            KubernetesClient client, ClusterConfig config, World world, Judgements judgements, Clock clock) {
        return new ClusterInformers(client, config, world, judgements::markAll, clock);
    }

    @Produces
    @Singleton
    Optional<IamPoll> iamPoll(GoogleConfig config, World world, Judgements judgements) {
        return config.project().map(_ -> new IamPoll(config, world, judgements::markAll));
    }

    @Produces
    @Singleton
    Leadership leadership(KubernetesClient client, LeaseConfig config) {
        if (!config.enabled()) {
            return Leadership.always();
        }
        var leadership = new LeaseLeadership(client, config);
        leadership.start();
        return leadership;
    }

    void close(@Disposes Leadership leadership) {
        if (leadership instanceof LeaseLeadership lease) {
            lease.close();
        }
    }

    // Whether images can be pulled

    @Produces
    @Singleton
    HttpImageRegistry registry(ImagesConfig config) {
        return new HttpImageRegistry(
                config.timeout(), Set.copyOf(config.insecureRegistries().orElse(List.of())));
    }

    void close(@Disposes HttpImageRegistry registry) {
        registry.close();
    }

    @Produces
    @Singleton
    CheckedImages images(
            HttpImageRegistry registry,
            KubernetesClient client,
            ImagesConfig config,
            Clock clock,
            World world,
            Instance<Judgements> judgements) {
        var soonest = config.interval().compareTo(SOONEST_CHECK) < 0 ? config.interval() : SOONEST_CHECK;
        return new CheckedImages(
                registry,
                new ClusterPullSecrets(client),
                new CheckPace(config.interval(), soonest, config.concurrency(), MOST_IMAGES),
                clock,
                Thread::startVirtualThread,
                question -> judgements.get().mark(world.dependents(new ObjectRef(Kinds.IMAGE, "", question.image()))));
    }

    @Produces
    @Singleton
    ImageView imageView(CheckedImages images, ImagesConfig config) {
        return config.enabled() ? new CheckedImageView(images) : ImageView.UNCHECKED;
    }

    // What follows from it

    @Produces
    @Singleton
    LinkGraph links(World world) {
        return new LinkGraph(world);
    }

    @Produces
    @Singleton
    Orphans orphans(World world) {
        return new Orphans(world);
    }

    @Produces
    @Singleton
    Judge judge(World world, ImageView images, JudgementConfig config) {
        return new Judge(world, images, config.warnBefore());
    }

    @Produces
    @Singleton
    Judgements judgements(World world, Judge judge, Clock clock) {
        var judgements = new Judgements(world, judge, clock);
        world.addListener(judgements);
        return judgements;
    }

    @Produces
    @Singleton
    JudgementLoop judgementLoop(
            Judgements judgements,
            ClusterInformers informers,
            JudgementConfig config,
            CheckedImages images,
            ImagesConfig imagesConfig,
            World world,
            Clock clock) {
        var loop = new JudgementLoop(judgements, informers::synced, config.interval(), clock);
        if (imagesConfig.enabled()) {
            loop.afterEachRound(new ImageQuestions(world, images, clock)::round);
        }
        return loop;
    }

    @Produces
    @Readiness
    HealthCheck judgementReadiness(JudgementLoop loop, ClusterInformers informers) {
        return new JudgementReadiness(loop, informers::awaited);
    }

    @Produces
    @Singleton
    SecretStamps stamps(KubernetesClient client, World world, Leadership leadership, Clock clock) {
        return new SecretStamps(client, world, leadership, clock);
    }

    void close(@Disposes SecretStamps stamps) {
        stamps.close();
    }

    @Produces
    @Singleton
    Optional<AccountStamps> accountStamps(
            GoogleConfig config, World world, ClusterInformers informers, Leadership leadership, Clock clock) {
        return config.project().map(_ -> {
            var access = new IamAccess(config);
            return new AccountStamps(access::accounts, world, informers::synced, leadership, clock);
        });
    }

    // Findings

    @Produces
    @Singleton
    FindingStore findingStore(DataSource dataSource, FindingsConfig config) {
        return new PostgresFindingStore(dataSource, config.eventSource());
    }

    @Produces
    @Singleton
    FindingAudience findingAudience(
            FindingsConfig config, KubernetesClient client, World world, Clock clock, Leadership leadership) {
        if (!config.events()) {
            return FindingAudience.NONE;
        }
        var events = new KubernetesFindingEvents(client, world, clock, leadership::isLeader);
        events.start();
        return events;
    }

    void close(@Disposes FindingAudience audience) {
        if (audience instanceof KubernetesFindingEvents events) {
            events.close();
        }
    }

    @Produces
    @Singleton
    OutboxRelay outboxRelay(
            DataSource dataSource,
            FindingsConfig config,
            Tracing tracing,
            MeterRegistry registry,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        var metrics = new OutboxMetrics(registry);
        var relay = new OutboxRelay(
                dataSource,
                RelaySettings.of("ota-outbox-rotation", config.replicationFactor()),
                Map.of("bootstrap.servers", bootstrapServers),
                List.of(Topics.FINDINGS, Topics.KEYS_ROTATED, Topics.ROTATIONS),
                tracing,
                metrics);
        metrics.show(relay);
        return relay;
    }

    /** Runs with the first use of the database, which may come up long after this service. */
    @Produces
    @Singleton
    Once migration(Flyway flyway) {
        return new Once(flyway::migrate);
    }

    @Produces
    @Singleton
    Surroundings findingSurroundings(
            Clock clock,
            Leadership leadership,
            JudgementLoop loop,
            Once migration,
            OutboxRelay relay,
            FindingsConfig config) {
        return new Surroundings(
                clock,
                leadership::isLeader,
                loop::judgedOnce,
                migration,
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
            MeterRegistry registry,
            World world,
            Judgements judgements,
            TellFindings findings,
            Leadership leadership,
            Clock clock) {
        var gauges = new FindingGauges(registry);
        gauges.workloads(judgements);
        gauges.findings(findings);
        gauges.observation(world, clock);
        gauges.leader(leadership::isLeader);
        return gauges;
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
                config.clientCaFile(),
                Duration.ofSeconds(2));
    }

    @Produces
    @Wellness
    HealthCheck guardHealth(GuardServer server) {
        return new GuardHealth(server::status);
    }
}
