package io.otalite.rotation;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.outbox.OutboxRelay;
import io.otalite.rotation.credentials.CredentialHolders;
import io.otalite.rotation.credentials.CredentialIssuer;
import io.otalite.rotation.credentials.Subjects;
import io.otalite.rotation.credentials.google.GoogleAccess;
import io.otalite.rotation.credentials.google.GoogleKeys;
import io.otalite.rotation.credentials.google.GoogleKeysConfig;
import io.otalite.rotation.credentials.kubernetes.ClusterSecrets;
import io.otalite.rotation.credentials.kubernetes.SecretHashes;
import io.otalite.rotation.credentials.postgres.PostgresLogins;
import io.otalite.rotation.credentials.postgres.PostgresServersConfig;
import io.otalite.rotation.credentials.token.RandomTokens;
import io.otalite.rotation.findings.FindingsConfig;
import io.otalite.rotation.findings.microprofile.LoginReadiness;
import io.otalite.rotation.findings.postgres.FirstLogin;
import io.otalite.rotation.findings.postgres.LoginFiles;
import io.otalite.rotation.judgement.JudgementLoop;
import io.otalite.rotation.judgement.Judgements;
import io.otalite.rotation.leadership.LeaseConfig;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.google.GoogleConfig;
import io.otalite.rotation.observation.google.IamAccess;
import io.otalite.rotation.restart.KeyUse;
import io.otalite.rotation.restart.Restarts;
import io.otalite.rotation.rotations.BeginRotation;
import io.otalite.rotation.rotations.Destinations;
import io.otalite.rotation.rotations.IssuerUse;
import io.otalite.rotation.rotations.Pace;
import io.otalite.rotation.rotations.Preflight;
import io.otalite.rotation.rotations.RotationEvents;
import io.otalite.rotation.rotations.RotationStore;
import io.otalite.rotation.rotations.RotationsConfig;
import io.otalite.rotation.rotations.RunRotations;
import io.otalite.rotation.rotations.Sealing;
import io.otalite.rotation.rotations.Steps;
import io.otalite.rotation.rotations.Survey;
import io.otalite.rotation.rotations.Workloads;
import io.otalite.rotation.rotations.http.RotationsResource.RotationsAwake;
import io.otalite.rotation.rotations.kafka.KafkaReachable;
import io.otalite.rotation.rotations.kubernetes.ClusterWorkloads;
import io.otalite.rotation.rotations.kubernetes.SecretDestinations;
import io.otalite.rotation.rotations.postgres.PostgresRotationStore;
import io.otalite.rotation.rotations.tink.TinkSealing;
import io.otalite.rotation.steps.Once;
import io.otalite.rotation.steps.StepLoop;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/** The part of the object graph that rotates credentials; the rest stands in {@link Wiring}. */
@ApplicationScoped
public class RotationWiring {
    // Issuers

    /** The issuers by their kinds: a new one is one more line here. */
    public record Issuers(Map<String, CredentialIssuer> byKind) {
        public Issuers {
            byKind = Map.copyOf(byKind);
        }
    }

    @Produces
    @Singleton
    PostgresLogins postgresLogins(
            PostgresServersConfig servers, RotationsConfig config, KubernetesClient client, Clock clock) {
        return new PostgresLogins(servers, config.look(), new ClusterSecrets(client), new SecureRandom(), clock);
    }

    @Produces
    @Singleton
    Issuers issuers(
            GoogleConfig google,
            GoogleKeysConfig googleKeys,
            PostgresLogins postgresLogins,
            KubernetesClient client,
            World world,
            Clock clock) {
        var random = new SecureRandom();
        var contents = new ClusterSecrets(client);
        var issuers = new HashMap<String, CredentialIssuer>();
        google.project().ifPresent(project -> {
            var iam = new IamAccess(google);
            var access = new GoogleAccess(project, iam::accounts, iam::requests, google.emulatorUrl());
            add(issuers, new GoogleKeys(access, googleKeys, new CredentialHolders(world), contents, random, clock));
        });
        add(issuers, postgresLogins);
        add(issuers, new RandomTokens(new SecretHashes(client), random, clock));
        return new Issuers(issuers);
    }

    private static void add(Map<String, CredentialIssuer> issuers, CredentialIssuer issuer) {
        issuers.put(issuer.kind(), issuer);
    }

    @Produces
    @Singleton
    Subjects subjects(World world) {
        return new Subjects(world);
    }

    @Produces
    @Singleton
    KeyUse keyUse(Subjects subjects, Issuers issuers) {
        return new IssuerUse(subjects, issuers.byKind());
    }

    // Rotations

    @Produces
    @Singleton
    Sealing sealing(RotationsConfig config) {
        return new TinkSealing(config.encryptionKeyFile());
    }

    @Produces
    @Singleton
    RotationStore rotationStore(DataSource dataSource, Sealing sealing, FindingsConfig config, LeaseConfig lease) {
        var instance = lease.identity().orElseGet(() -> UUID.randomUUID().toString());
        return new PostgresRotationStore(dataSource, sealing, config.eventSource(), instance);
    }

    @Produces
    @Singleton
    Destinations destinations(KubernetesClient client) {
        return new SecretDestinations(client);
    }

    @Produces
    @Singleton
    Workloads workloads(KubernetesClient client, World world) {
        return new ClusterWorkloads(client, world);
    }

    @Produces
    @Singleton
    Survey survey(World world, Subjects subjects, Workloads workloads) {
        return new Survey(world, subjects, workloads);
    }

    @Produces
    @Singleton
    Preflight preflight(
            Survey survey,
            Judgements judgements,
            Destinations destinations,
            Sealing sealing,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        var kafka = new KafkaReachable(Map.of("bootstrap.servers", bootstrapServers));
        return new Preflight(survey, judgements, destinations, sealing, kafka);
    }

    @Produces
    @Singleton
    BeginRotation beginRotation(Survey survey, Issuers issuers, Preflight preflight, RotationStore store, Clock clock) {
        var parts = new BeginRotation.Parts(survey, issuers.byKind(), preflight, store);
        return new BeginRotation(parts, new RotationEvents(clock), clock);
    }

    @Produces
    @Singleton
    Steps.Surroundings rotationSurroundings(
            Preflight preflight, Destinations destinations, Restarts restarts, Workloads workloads, World world) {
        return new Steps.Surroundings(
                preflight::examine, destinations, restarts, workloads, new CredentialHolders(world)::of);
    }

    /** Rotations wait until everything has been judged once: before that, nothing is known of who would start. */
    @Produces
    @Singleton
    RotationLoop rotationLoop(
            Steps.Surroundings surroundings,
            RotationStore store,
            Issuers issuers,
            RotationsConfig config,
            JudgementLoop judged,
            OutboxRelay relay,
            Once migration,
            Clock clock) {
        var pace = new Pace(
                config.proofs(),
                config.proofPause(),
                config.provenWithin(),
                config.drain(),
                config.quarantine(),
                config.look());
        var run = new RunRotations(store, issuers.byKind(), new Steps(surroundings, pace, clock), relay::wake, clock);
        var takeOver = new Once(store::takeOver);
        StepLoop.Source source = most -> {
            if (!judged.judgedOnce()) {
                return List.of();
            }
            migration.run();
            takeOver.run();
            return run.claim(most);
        };
        return new RotationLoop(new StepLoop("rotations", source, config.concurrency(), config.interval()));
    }

    /** The loop that takes the steps of rotations. */
    public record RotationLoop(StepLoop steps) {}

    @Produces
    @Singleton
    RotationsAwake awake(RotationLoop loop) {
        return loop.steps()::wake;
    }

    // Its own login

    @Produces
    @Singleton
    FirstLogin firstLogin(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String jdbcUrl,
            @ConfigProperty(name = "quarkus.datasource.username") Optional<String> user,
            LoginFiles login) {
        return new FirstLogin(jdbcUrl, user, () -> login.getCredentials("its own"));
    }

    @Produces
    @Readiness
    HealthCheck loginReadiness(FirstLogin login) {
        return new LoginReadiness(login::hindrance);
    }
}
