package io.otalite.backup;

import com.google.cloud.storage.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import io.otalite.backup.archive.ArchiveCatalogue;
import io.otalite.backup.archive.ArchiveConfig;
import io.otalite.backup.archive.ArchiveStore;
import io.otalite.backup.archive.TimeLimitedArchiveStore;
import io.otalite.backup.archive.TracedArchiveStore;
import io.otalite.backup.archive.TrustedRoots;
import io.otalite.backup.archive.VerifyRoot;
import io.otalite.backup.archive.VerifyTargets;
import io.otalite.backup.archive.WriteDocument;
import io.otalite.backup.archive.gcs.GcsArchiveStore;
import io.otalite.backup.archive.gcs.GcsBucketAccess;
import io.otalite.backup.completeness.ArchiveHeads;
import io.otalite.backup.completeness.Completeness;
import io.otalite.backup.completeness.ExamineArchive;
import io.otalite.backup.completeness.micrometer.CompletenessGauges;
import io.otalite.backup.credential.CredentialConfig;
import io.otalite.backup.credential.LiveCredential;
import io.otalite.backup.credential.ProofIntervals;
import io.otalite.backup.credential.file.MountedKeyFile;
import io.otalite.backup.credential.google.GoogleAccess;
import io.otalite.backup.credential.google.GoogleKeyProver;
import io.otalite.backup.health.Condition;
import io.otalite.backup.health.StuckThreads;
import io.otalite.backup.hold.BackOff;
import io.otalite.backup.hold.HoldConfig;
import io.otalite.backup.hold.Holds;
import io.otalite.backup.hold.Patience;
import io.otalite.backup.intake.Announcements;
import io.otalite.backup.intake.InFlight;
import io.otalite.backup.intake.Intake;
import io.otalite.backup.intake.IntakeConfig;
import io.otalite.backup.intake.IntakeObserver;
import io.otalite.backup.intake.kafka.KafkaAnnouncements;
import io.otalite.backup.intake.kafka.KafkaRootsProgress;
import io.otalite.backup.intake.kafka.PollingThreads;
import io.otalite.backup.intake.kafka.RecordThreads;
import io.otalite.backup.intake.kafka.TopicWatch;
import io.otalite.backup.intake.micrometer.MicrometerIntakeObserver;
import io.otalite.backup.quarantine.Quarantine;
import io.otalite.events.Topics;
import io.otalite.rest.AccessConfig;
import io.otalite.rest.AdminToken;
import io.otalite.rest.Authorisation;
import io.otalite.telemetry.Tracing;
import io.otalite.telemetry.micrometer.MessagingMetrics;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The whole object graph, from the outside in: read it from the top. What runs by itself is started in {@link Watch}. */
@ApplicationScoped
public class Wiring {
    /** Series of the metric of newest versions. */
    private static final int MEASURED_FACTORIES = 100;

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

    // Waiting

    @Produces
    @Singleton
    Holds holds() {
        return new Holds();
    }

    @Produces
    @Singleton
    Patience patience(Holds holds, HoldConfig config, Clock clock) {
        var backOff = new BackOff(config.firstPause(), config.longestPause());
        return new Patience(holds, backOff, clock, RandomGenerator.getDefault());
    }

    // The bucket and its credential

    @Produces
    @Singleton
    LiveCredential<Storage> credential(CredentialConfig config, ArchiveConfig archive, Clock clock, Patience patience) {
        var access = new GoogleAccess(
                config.serviceAccount(),
                config.project(),
                config.emulatorUrl(),
                archive.connectTimeout(),
                archive.tokenTimeout(),
                archive.storageTimeout());
        return new LiveCredential<>(
                new MountedKeyFile(config.credentialFile()),
                new GoogleKeyProver(access, new GcsBucketAccess(archive.bucket())),
                new ProofIntervals(config.credentialProofInterval(), config.credentialRetryInterval()),
                clock,
                patience::wake);
    }

    @Produces
    @Singleton
    ArchiveStore archiveStore(ArchiveConfig config, LiveCredential<Storage> credential, Tracing tracing) {
        return new TracedArchiveStore(new GcsArchiveStore(config.bucket(), credential), tracing);
    }

    // From a record to a decision

    @Produces
    @Singleton
    InFlight inFlight(Clock clock) {
        return new InFlight(clock);
    }

    @Produces
    @Singleton
    MessagingMetrics messagingMetrics(
            MeterRegistry registry,
            @ConfigProperty(name = "mp.messaging.incoming.targets.group.id") String targetsGroup,
            @ConfigProperty(name = "mp.messaging.incoming.roots.group.id") String rootsGroup) {
        return new MessagingMetrics(
                registry,
                Map.of(Topics.TARGETS_PUBLISHED.name(), targetsGroup, Topics.ROOTS_PUBLISHED.name(), rootsGroup));
    }

    /** From the start on: what is not measured is taken for a service that is not there. */
    @Produces
    @Singleton
    @Startup
    IntakeObserver observer(
            MeterRegistry registry, Holds holds, InFlight inFlight, ArchiveHeads heads, MessagingMetrics messaging) {
        return new MicrometerIntakeObserver(registry, holds, inFlight, heads, messaging);
    }

    @Produces
    @Singleton
    KafkaAnnouncements announcements(
            @Identifier("default-kafka-broker") Map<String, Object> broker, IntakeConfig config) {
        return new KafkaAnnouncements(broker, config.brokerTimeout());
    }

    void close(@Disposes KafkaAnnouncements announcements) {
        announcements.close();
    }

    @Produces
    @Singleton
    Intake.Rules rules(
            ArchiveStore store,
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            @ConfigProperty(name = "mp.messaging.incoming.roots.group.id") String rootsGroup,
            IntakeConfig config) {
        var progress = new KafkaRootsProgress(broker, rootsGroup, config.brokerTimeout());
        return new Intake.Rules(
                new VerifyTargets(new TrustedRoots(store), progress),
                new VerifyRoot(store),
                new WriteDocument(store),
                new Quarantine(store));
    }

    @Produces
    @Singleton
    Intake intake(
            Intake.Rules rules,
            Announcements announcements,
            Patience patience,
            InFlight inFlight,
            IntakeObserver observer,
            Clock clock,
            IntakeConfig intake,
            ArchiveConfig archive) {
        var announcer = new Intake.Announcer(announcements, archive.bucket());
        return new Intake(rules, announcer, patience, inFlight, observer, clock, intake.largestRecord());
    }

    @Produces
    @Singleton
    @RecordThreads
    ExecutorService recordThreads() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("record-", 0).factory());
    }

    void close(@Disposes @RecordThreads ExecutorService threads) {
        threads.shutdownNow();
    }

    // What REST reads: it would rather be told than wait

    @Produces
    @Singleton
    @Typed(TimeLimitedArchiveStore.class)
    TimeLimitedArchiveStore impatientStore(
            ArchiveStore store, ArchiveConfig config, @RecordThreads ExecutorService threads) {
        return new TimeLimitedArchiveStore(store, config.answerWithin(), threads);
    }

    @Produces
    @Singleton
    ArchiveCatalogue catalogue(TimeLimitedArchiveStore store) {
        return new ArchiveCatalogue(store);
    }

    @Produces
    @Singleton
    Quarantine quarantine(TimeLimitedArchiveStore store) {
        return new Quarantine(store);
    }

    @Produces
    @Singleton
    Completeness completeness(TimeLimitedArchiveStore store, ArchiveCatalogue catalogue, Quarantine quarantine) {
        return new Completeness(store, catalogue, quarantine);
    }

    // Whether the archive is whole

    @Produces
    @Singleton
    ArchiveHeads archiveHeads() {
        return new ArchiveHeads(MEASURED_FACTORIES);
    }

    @Produces
    @Singleton
    ExamineArchive examineArchive(ArchiveStore store, ArchiveHeads heads, Clock clock) {
        return new ExamineArchive(store, heads, clock);
    }

    @Produces
    @Singleton
    CompletenessGauges completenessGauges(MeterRegistry registry, ExamineArchive examination, ArchiveHeads heads) {
        return new CompletenessGauges(registry, examination, heads);
    }

    // How the service is

    @Produces
    @Singleton
    TopicWatch topicWatch(@Identifier("default-kafka-broker") Map<String, Object> broker, IntakeConfig config) {
        return new TopicWatch(broker, config.replicationFactor(), config.brokerTimeout());
    }

    void close(@Disposes TopicWatch topics) {
        topics.close();
    }

    @Produces
    @Singleton
    PollingThreads pollingThreads(KafkaClientService clients, Clock clock) {
        return new PollingThreads(clients, clock);
    }

    @Produces
    @Singleton
    Condition condition(LiveCredential<Storage> credential, Holds holds, InFlight inFlight, TopicWatch topics) {
        return new Condition(credential::status, holds, inFlight, topics::findings);
    }

    @Produces
    @Singleton
    StuckThreads stuckThreads(InFlight inFlight, PollingThreads polling, IntakeConfig config) {
        return () -> inFlight.stuckFor(config.stuckAfter())
                .map(position -> "record " + position)
                .or(() -> polling.silentFor(config.stuckAfter())
                        ? Optional.of("a polling thread of Kafka")
                        : Optional.empty());
    }
}
