package io.otalite.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.api.access.FactoryAccess;
import io.otalite.api.publication.CreateFactory;
import io.otalite.api.publication.Factory;
import io.otalite.api.publication.PublicationConfig;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.PublishTargets;
import io.otalite.api.publication.RelayConfig;
import io.otalite.api.publication.Releases;
import io.otalite.api.publication.micrometer.RelayGauges;
import io.otalite.api.publication.postgres.PostgresPublicationStore;
import io.otalite.api.signing.CachedDataKeys;
import io.otalite.api.signing.KeyEncryptionKeys;
import io.otalite.api.signing.KeyEncryptionSource;
import io.otalite.api.signing.KeyEncryptionSource.CloudKms;
import io.otalite.api.signing.KeyEncryptionSource.KeyFile;
import io.otalite.api.signing.OnlineKeys;
import io.otalite.api.signing.RewrapKeys;
import io.otalite.api.signing.RewrapSchedule;
import io.otalite.api.signing.RewrappableKeys;
import io.otalite.api.signing.SigningConfig;
import io.otalite.api.signing.google.CloudKmsKey;
import io.otalite.api.signing.google.KmsAccess;
import io.otalite.api.signing.micrometer.DataKeyGauges;
import io.otalite.api.signing.postgres.PostgresSigningKeys;
import io.otalite.api.signing.tink.FileKey;
import io.otalite.api.signing.tink.TinkDataKeys;
import io.otalite.api.signing.tink.TinkKeyEncryption;
import io.otalite.events.FactoryName;
import io.otalite.events.Topics;
import io.otalite.outbox.OutboxRelay;
import io.otalite.outbox.RelaySettings;
import io.otalite.rest.AccessConfig;
import io.otalite.rest.AdminToken;
import io.otalite.rest.Authorisation;
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
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The whole object graph of the service. */
@Dependent
public class Wiring {
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

    /** At start, not at the first publication: without its key-encryption key the service must not seem to be well. */
    @Produces
    @Singleton
    @Startup
    OnlineKeys onlineKeys(SigningConfig config) {
        return new OnlineKeys(
                TinkKeyEncryption.fromFile(config.keyEncryptionKeyFile().orElseThrow()), new SecureRandom());
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
    Releases releases(Lifetimes lifetimes) {
        return new Releases(lifetimes);
    }

    @Produces
    @Singleton
    PublishTargets publishTargets(
            PublicationStore store,
            OnlineKeys keys,
            Releases releases,
            Clock clock,
            OutboxRelay relay,
            PublicationConfig config) {
        return new PublishTargets(store, keys, releases, clock, relay::wake, config.maxTargetsBytes());
    }

    @Produces
    @Singleton
    CreateFactory createFactory(
            PublicationStore store,
            OnlineKeys keys,
            Releases releases,
            Lifetimes lifetimes,
            Clock clock,
            OutboxRelay relay) {
        return new CreateFactory(store, keys, releases, lifetimes, clock, relay::wake);
    }

    @Produces
    @Singleton
    Authorisation authorisation(AccessConfig config, PublicationStore store) {
        return new FactoryAccess(
                new AdminToken(config),
                name -> FactoryName.parse(name)
                        .flatMap(store::find)
                        .filter(Factory::publicMetadata)
                        .isPresent());
    }

    @Produces
    @Singleton
    OutboxRelay outboxRelay(
            DataSource dataSource,
            RelayConfig config,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        return new OutboxRelay(
                dataSource,
                RelaySettings.of("ota-outbox-api", config.replicationFactor()),
                Map.of("bootstrap.servers", bootstrapServers),
                List.of(Topics.TARGETS_PUBLISHED, Topics.ROOTS_PUBLISHED));
    }

    void start(@Observes StartupEvent event, OutboxRelay relay, MeterRegistry registry) {
        RelayGauges.register(registry, relay);
        relay.start();
    }

    void stop(@Observes ShutdownEvent event, OutboxRelay relay) {
        relay.close();
    }
}
