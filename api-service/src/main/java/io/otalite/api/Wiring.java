package io.otalite.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.otalite.api.access.FactoryAccess;
import io.otalite.api.audit.AuditTrail;
import io.otalite.api.freshness.FreshnessConfig;
import io.otalite.api.freshness.FreshnessLoop;
import io.otalite.api.freshness.RefreshMetadata;
import io.otalite.api.freshness.micrometer.FreshnessGauges;
import io.otalite.api.metadata.ServeMetadata;
import io.otalite.api.publication.ChangeFactory;
import io.otalite.api.publication.ChangeSettings;
import io.otalite.api.publication.CreateFactory;
import io.otalite.api.publication.CurrentTargets;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.FactorySettings;
import io.otalite.api.publication.PublicationConfig;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.PublishTargets;
import io.otalite.api.publication.RefreshTimes;
import io.otalite.api.publication.RelayConfig;
import io.otalite.api.publication.Releases;
import io.otalite.api.publication.micrometer.RequestBuckets;
import io.otalite.api.publication.postgres.PostgresPublicationStore;
import io.otalite.api.repositoryimport.ImportRepository;
import io.otalite.api.roots.RootUpdates;
import io.otalite.api.signing.CachedDataKeys;
import io.otalite.api.signing.KeyEncryptionKeys;
import io.otalite.api.signing.KeyEncryptionSource;
import io.otalite.api.signing.KeyEncryptionSource.CloudKms;
import io.otalite.api.signing.KeyEncryptionSource.KeyFile;
import io.otalite.api.signing.RewrapKeys;
import io.otalite.api.signing.RewrapSchedule;
import io.otalite.api.signing.RewrappableKeys;
import io.otalite.api.signing.SigningConfig;
import io.otalite.api.signing.SigningKeys;
import io.otalite.api.signing.google.CloudKmsKey;
import io.otalite.api.signing.google.KmsAccess;
import io.otalite.api.signing.micrometer.DataKeyGauges;
import io.otalite.api.signing.postgres.PostgresSigningKeys;
import io.otalite.api.signing.tink.FileKey;
import io.otalite.api.signing.tink.TinkDataKeys;
import io.otalite.events.FactoryName;
import io.otalite.events.Topics;
import io.otalite.outbox.OutboxRelay;
import io.otalite.outbox.RelaySettings;
import io.otalite.outbox.micrometer.OutboxMetrics;
import io.otalite.rest.AccessConfig;
import io.otalite.rest.AdminToken;
import io.otalite.rest.Authorisation;
import io.otalite.telemetry.Tracing;
import io.otalite.tuf.Lifetimes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The whole object graph of the service. */
@Dependent
public class Wiring {
    /** Of documents whose Targets are remembered for the next publication. */
    private static final int REMEMBERED_TARGETS = 12_000_000;

    /** Of served documents. */
    private static final int REMEMBERED_BYTES = 32_000_000;

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    PublicationStore publicationStore(DataSource dataSource, RelayConfig relay) {
        return new PostgresPublicationStore(dataSource, relay.eventSource());
    }

    @Produces
    @Singleton
    KeyEncryptionKeys keyEncryptionKeys(SigningConfig config) {
        var current = switch (KeyEncryptionSource.of(config)) {
            case KeyFile(var file) -> FileKey.read(file);
            case CloudKms(var key) ->
                CloudKmsKey.open(new KmsAccess(key, config.kmsCredentialsFile(), config.emulatorUrl()));
        };
        return new KeyEncryptionKeys(
                current,
                FileKey.readAvailable(config.previousKeyEncryptionKeyFiles().orElse(List.of())),
                FileKey.readAvailable(config.nextKeyEncryptionKeyFile().stream().toList()));
    }

    @Produces
    @Singleton
    PostgresSigningKeys signingKeys(DataSource dataSource, KeyEncryptionKeys keys) {
        return new PostgresSigningKeys(
                dataSource, new CachedDataKeys(new TinkDataKeys(keys)), keys, new SecureRandom());
    }

    @Produces
    @Singleton
    RewrapKeys rewrapKeys(RewrappableKeys keys, MeterRegistry registry) {
        var rewrap = new RewrapKeys(keys);
        DataKeyGauges.register(registry, rewrap);
        return rewrap;
    }

    /** At start, which also makes sure of the key-encryption key. */
    @Produces
    @Singleton
    @Startup
    RewrapSchedule rewrapSchedule(RewrapKeys keys, SigningConfig config) {
        return RewrapSchedule.start(keys, config.rewrapInterval());
    }

    void stop(@Disposes RewrapSchedule schedule) {
        schedule.close();
    }

    @Produces
    @Singleton
    Lifetimes lifetimes(PublicationConfig config) {
        return new Lifetimes(
                config.rootLifetime(), config.targetsLifetime(), config.snapshotLifetime(), config.timestampLifetime());
    }

    @Produces
    @Singleton
    RefreshTimes refreshTimes(Lifetimes lifetimes) {
        return new RefreshTimes(lifetimes);
    }

    @Produces
    @Singleton
    Releases releases(Lifetimes lifetimes, RefreshTimes refreshTimes) {
        return new Releases(lifetimes, refreshTimes);
    }

    @Produces
    @Singleton
    RootUpdates rootUpdates(
            PublicationStore store,
            ChangeFactory factories,
            SigningKeys keys,
            Releases releases,
            CurrentTargets currentTargets,
            Lifetimes lifetimes,
            Clock clock) {
        return new RootUpdates(store, factories, keys, releases, currentTargets, lifetimes, clock);
    }

    @Produces
    @Singleton
    RefreshMetadata refreshMetadata(
            ChangeFactory factories,
            Releases releases,
            RefreshTimes refreshTimes,
            PublishTargets publishTargets,
            RootUpdates rootUpdates,
            Clock clock) {
        return new RefreshMetadata(factories, releases, refreshTimes, publishTargets, rootUpdates, clock);
    }

    @Produces
    @Singleton
    FreshnessLoop freshnessLoop(PublicationStore store, RefreshMetadata refresh, Clock clock, FreshnessConfig config) {
        return new FreshnessLoop(store, refresh, clock, config.lookInterval());
    }

    @Produces
    @Singleton
    ServeMetadata serveMetadata(PublicationStore store) {
        return new ServeMetadata(store, System::nanoTime, REMEMBERED_BYTES);
    }

    private static Consumer<FactoryName> afterCommit(OutboxRelay relay, ServeMetadata serveMetadata) {
        return factory -> {
            serveMetadata.changed(factory);
            relay.wake();
        };
    }

    @Produces
    @Singleton
    CurrentTargets currentTargets() {
        return new CurrentTargets(REMEMBERED_TARGETS);
    }

    @Produces
    @Singleton
    ChangeFactory changeFactory(
            PublicationStore store, SigningKeys keys, OutboxRelay relay, ServeMetadata serveMetadata) {
        return new ChangeFactory(store, keys, afterCommit(relay, serveMetadata));
    }

    @Produces
    @Singleton
    PublishTargets publishTargets(
            ChangeFactory factories, Releases releases, CurrentTargets currentTargets, Clock clock) {
        return new PublishTargets(factories, releases, currentTargets, clock);
    }

    @Produces
    @Singleton
    CreateFactory createFactory(
            PublicationStore store,
            SigningKeys keys,
            Releases releases,
            Lifetimes lifetimes,
            Clock clock,
            OutboxRelay relay,
            ServeMetadata serveMetadata) {
        return new CreateFactory(store, keys, releases, lifetimes, clock, afterCommit(relay, serveMetadata));
    }

    @Produces
    @Singleton
    ImportRepository importRepository(
            PublicationStore store, Clock clock, OutboxRelay relay, ServeMetadata serveMetadata) {
        return new ImportRepository(store, clock, afterCommit(relay, serveMetadata));
    }

    @Produces
    @Singleton
    ChangeSettings changeSettings(PublicationStore store, Clock clock, OutboxRelay relay, ServeMetadata serveMetadata) {
        return new ChangeSettings(store, clock, afterCommit(relay, serveMetadata));
    }

    @Produces
    @Singleton
    AuditTrail auditTrail(PublicationStore store) {
        return new AuditTrail(store);
    }

    @Produces
    @Singleton
    Authorisation authorisation(AccessConfig config, ServeMetadata serveMetadata) {
        return new FactoryAccess(
                new AdminToken(config),
                name -> FactoryName.parse(name)
                        .flatMap(serveMetadata::factory)
                        .map(Factory::settings)
                        .filter(FactorySettings::publicMetadata)
                        .isPresent());
    }

    @Produces
    @Singleton
    OutboxRelay outboxRelay(
            DataSource dataSource,
            RelayConfig config,
            Tracing tracing,
            MeterRegistry registry,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        var metrics = new OutboxMetrics(registry);
        var relay = new OutboxRelay(
                dataSource,
                RelaySettings.of("ota-outbox-api", config.replicationFactor()),
                Map.of("bootstrap.servers", bootstrapServers),
                List.of(Topics.TARGETS_PUBLISHED, Topics.ROOTS_PUBLISHED),
                tracing,
                metrics);
        metrics.show(relay);
        return relay;
    }

    @Produces
    @Singleton
    MeterFilter requestBuckets() {
        return new RequestBuckets();
    }

    void start(
            @Observes StartupEvent event,
            OutboxRelay relay,
            FreshnessLoop freshness,
            Clock clock,
            MeterRegistry registry) {
        FreshnessGauges.register(registry, freshness, clock);
        relay.start();
        freshness.start();
    }

    void stop(@Observes ShutdownEvent event, OutboxRelay relay, FreshnessLoop freshness) {
        freshness.close();
        relay.close();
    }
}
