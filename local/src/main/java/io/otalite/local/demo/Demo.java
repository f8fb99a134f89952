package io.otalite.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.events.FactoryName;
import io.otalite.local.cluster.Workloads;
import io.otalite.local.system.Archive;
import io.otalite.local.system.Endpoints;
import io.otalite.local.system.HealthReport;
import io.otalite.local.system.StateDirectory;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.WalkResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The story, in order. It runs against a system that is up, in a factory of its own, and leaves that factory behind with
 * two more versions than before.
 */
public final class Demo implements AutoCloseable {
    private static final FactoryName FACTORY = new FactoryName("demo");
    private static final String CHANGED_TARGET = "raspberrypi4-64-lmp-104";
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Endpoints endpoints;
    private final Clock clock;
    private final Narrator narrator;
    private final RestClient rest;
    private final FactoryApi factory;
    private final ArchivedFiles archive;
    private final StateDirectory state;

    public Demo(Endpoints endpoints, StateDirectory state, PrintWriter out, Clock clock) {
        this.endpoints = endpoints;
        this.state = state;
        this.clock = clock;
        this.narrator = new Narrator(out);
        this.rest = new RestClient(token(endpoints));
        this.factory = new FactoryApi(rest, endpoints.api(), FACTORY);
        this.archive = new ArchivedFiles(state.google(), FACTORY);
    }

    private static String token(Endpoints endpoints) {
        try {
            return Files.readString(endpoints.adminTokenFile()).strip();
        } catch (IOException e) {
            throw new DemoFailedException("the admin token in " + endpoints.adminTokenFile(), e.toString());
        }
    }

    /**
     * Tells the story.
     *
     * @throws DemoFailedException at the first step that does not hold
     */
    public void run() throws InterruptedException {
        try {
            tell();
        } catch (RuntimeException e) {
            throw new DemoFailedException("The demo stopped at " + narrator.current(), e);
        }
    }

    private void tell() throws InterruptedException {
        narrator.step("Create the factory " + FACTORY.value());
        awaitApi();
        narrator.say(factory.create() ? "Created: it has signing keys and a first root now." : "It is there already.");

        narrator.step("Publish 12 Targets for 3 boards");
        var version = factory.publish("PUT", sample());
        narrator.say(
                "PUT /ota/factories/%s/targets/ answered: version %d.".formatted(FACTORY.value(), version.value()));

        narrator.step("Look at the signed metadata, as a device does");
        tellSigners(verify(version));

        try (var events = new PublishedEvents(endpoints.kafka(), FACTORY)) {
            narrator.step("Read the event from Kafka");
            var published = awaitEvent(events, version);

            narrator.step("Read the archived object from the disk");
            var stored = awaitStored(version);
            compare(published, stored, factory.served(version));

            narrator.step("Compare every version of the factory, in all three places");
            compareAll(events, version);

            revokeAndRestore(events);
        }
        narrator.say("");
        narrator.say("All %d steps held.".formatted(narrator.steps()));
    }

    private void awaitApi() throws InterruptedException {
        Wait.until(
                "api-service to be ready",
                () -> Optional.of(HealthReport.ask(endpoints.apiManagement())).filter(HealthReport::up),
                () -> HealthReport.ask(endpoints.apiManagement()).remark());
    }

    private WalkResult.Accepted verify(MetadataVersion version) throws InterruptedException {
        var accepted = factory.verify(clock.instant());
        var targets = accepted.targets();
        if (!targets.version().equals(version)) {
            throw new DemoFailedException(
                    "version " + version.value(), "version " + targets.version().value());
        }
        narrator.say("timestamp.json -> %1$d.snapshot.json -> %1$d.targets.json".formatted(version.value()));
        narrator.say("A TUF client that knows only 1.root.json accepts it: %d Targets, valid until %s."
                .formatted(targets.targets().size(), targets.expires()));
        return accepted;
    }

    private void tellSigners(WalkResult.Accepted accepted) {
        accepted.root()
                .roles()
                .forEach((role, keys) -> narrator.say("%-9s signed by key %s…, threshold %d"
                        .formatted(role.json(), keys.keyIds().getFirst().hex().substring(0, 12), keys.threshold())));
    }

    private StoredBytes awaitEvent(PublishedEvents events, MetadataVersion version) throws InterruptedException {
        var seen = Wait.until(
                "the event of version %d".formatted(version.value()),
                () -> events.find(version),
                () -> "events of the versions " + events.all().keySet());
        narrator.say("%s, partition %d, offset %d".formatted(seen.identity(), seen.partition(), seen.offset()));
        narrator.say("%d bytes, sha256 %s"
                .formatted(seen.document().size(), seen.document().sha256().hex()));
        return seen.document();
    }

    private StoredBytes awaitStored(MetadataVersion version) throws InterruptedException {
        var stored = Wait.until(
                archive.name(version) + " in the archive",
                () -> archive.find(version),
                () -> "none; backup-service says: " + backupHealth());
        narrator.say(stored.where());
        narrator.say(
                "%d bytes, sha256 %s".formatted(stored.size(), stored.sha256().hex()));
        return stored;
    }

    private String backupHealth() throws InterruptedException {
        var health = HealthReport.ask(endpoints.backupManagement());
        return health.remark().isEmpty() ? "all is well" : health.remark();
    }

    private void compare(StoredBytes event, StoredBytes stored, StoredBytes served) {
        stored.requireSameAs(event);
        served.requireSameAs(event);
        narrator.say("Event, stored file and served metadata are the same bytes.");
    }

    private void compareAll(PublishedEvents events, MetadataVersion published) throws InterruptedException {
        var versions = factory.versions();
        requireAll(versions, published);
        for (var recorded : versions) {
            var version = new MetadataVersion(recorded.path("version").asLong());
            var event = Wait.until(
                            "the event of version " + version.value(),
                            () -> events.find(version),
                            () -> "none in the topic")
                    .document();
            var stored = Wait.until(
                    archive.name(version) + " in the archive",
                    () -> archive.find(version),
                    () -> "none; backup-service says: " + backupHealth());
            stored.requireSameAs(event);
            factory.served(version).requireSameAs(event);
        }
        narrator.say(
                "%d versions: every event, stored file and served file the same bytes.".formatted(versions.size()));
    }

    /** From the first to the one that was just published, without a gap. */
    private static void requireAll(List<JsonNode> versions, MetadataVersion published) {
        var found = versions.stream()
                .map(version -> version.path("version").asLong())
                .sorted()
                .toList();
        var expected = LongStream.rangeClosed(1, Math.max(published.value(), found.size()))
                .boxed()
                .toList();
        if (!found.equals(expected)) {
            throw new DemoFailedException("the versions 1 to %d".formatted(expected.size()), found.toString());
        }
    }

    private void revokeAndRestore(PublishedEvents events) throws InterruptedException {
        narrator.step("Revoke the key of the archive");
        var key = new ArchiveKey(narrator, rest, endpoints.google(), archiveKeyFile());
        MetadataVersion version;
        try (var _ = key.disable()) {
            narrator.say("Key %s is disabled.".formatted(key.id()));
            awaitDegraded();

            narrator.step("Publish without an archive");
            version = publishChange();

            narrator.step("See backup-service hold it back");
            awaitHeld(version);

            narrator.step("Give the key back");
        }
        narrator.say("Key %s is enabled.".formatted(key.id()));
        compare(awaitEvent(events, version), awaitStored(version), factory.served(version));
        awaitWell();
    }

    /** From the cluster, where it is another one after a rotation. */
    private byte[] archiveKeyFile() {
        try (var cluster = Workloads.of(state.kubeconfig(), state.logs())) {
            return cluster.secrets(Workloads.NAMESPACE).read(Archive.CREDENTIAL, "key.json");
        }
    }

    private void awaitDegraded() throws InterruptedException {
        var cause = Wait.until(
                "backup-service to notice",
                () -> HealthReport.ask(endpoints.backupManagement()).degraded(),
                () -> "backup-service says: " + backupHealth());
        narrator.say("backup-service is ready and degraded: %s".formatted(cause));
    }

    private MetadataVersion publishChange() throws InterruptedException {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var change = "{\"targets\":{\"%s\":{\"custom\":{\"updatedAt\":\"%s\",\"tags\":[\"main\",\"devel\"]}}}}"
                .formatted(CHANGED_TARGET, now);
        var begin = System.nanoTime();
        var version = factory.publish("PATCH", Bytes.utf8(change));
        var millis = (System.nanoTime() - begin) / NANOS_PER_MILLI;
        narrator.say(
                "Version %d was published in %d ms, as if nothing had happened.".formatted(version.value(), millis));
        verify(version);
        return version;
    }

    private void awaitHeld(MetadataVersion version) throws InterruptedException {
        var cause = Wait.until(
                "backup-service to hold the record",
                () -> HealthReport.ask(endpoints.backupManagement()).held(),
                () -> "backup-service says: " + backupHealth());
        narrator.say(cause);
        archive.find(version).ifPresent(stored -> {
            throw new DemoFailedException("no object while the key is disabled", stored.where());
        });
        narrator.say("Version %d is not in the archive, and not lost.".formatted(version.value()));
    }

    private void awaitWell() throws InterruptedException {
        Wait.until(
                "backup-service to be well again",
                () -> Optional.of(HealthReport.ask(endpoints.backupManagement()))
                        .filter(health -> health.up() && health.degraded().isEmpty()),
                () -> "backup-service says: " + backupHealth());
        narrator.say("The backlog is archived, and backup-service is well again.");
    }

    private static Bytes sample() {
        try (var stream = Demo.class.getResourceAsStream("/demo/targets.json")) {
            if (stream == null) {
                throw new DemoFailedException("the sample Targets on the class path", "none");
            }
            return Bytes.copyOf(stream.readAllBytes());
        } catch (IOException e) {
            throw new DemoFailedException("readable sample Targets", e.toString());
        }
    }

    @Override
    public void close() {
        rest.close();
    }
}
