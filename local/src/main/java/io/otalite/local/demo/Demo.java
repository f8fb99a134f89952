package io.otalite.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.events.FactoryName;
import io.otalite.local.cluster.Workloads;
import io.otalite.local.rotation.RotationApi;
import io.otalite.local.system.Endpoints;
import io.otalite.local.system.HealthReport;
import io.otalite.local.system.StateDirectory;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.WalkResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The story, in order. It runs against a system that is up, in a factory of its own, and leaves that factory behind with
 * more versions than before, and the archive with another key. Everything else that it makes is removed.
 */
public final class Demo implements AutoCloseable {
    private static final FactoryName FACTORY = new FactoryName("demo");
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Endpoints endpoints;
    private final Clock clock;
    private final Narrator narrator;
    private final RestClient rest;
    private final FactoryApi factory;
    private final ArchivedFiles archive;
    private final Backup backup;
    private final Publisher publisher;
    private final RevokedKey revoked;
    private final Workloads cluster;
    private final RotationApi rotations;
    private final Scene scene;

    public Demo(Endpoints endpoints, StateDirectory state, PrintWriter out, Clock clock) {
        this.endpoints = endpoints;
        this.clock = clock;
        this.narrator = new Narrator(out);
        var token = token(endpoints);
        this.rest = new RestClient(token);
        this.factory = new FactoryApi(rest, endpoints.api(), FACTORY);
        this.archive = new ArchivedFiles(state.google(), FACTORY);
        this.backup = new Backup(endpoints.backupManagement());
        this.publisher = new Publisher(factory, clock);
        this.revoked = new RevokedKey(state.path().resolve("key-revoked-by-demo"));
        this.cluster = Workloads.of(state.kubeconfig(), state.logs());
        this.rotations = new RotationApi(endpoints.rotation(), token);
        this.scene = new Scene(
                narrator,
                new ArchiveRotations(narrator, rotations, PAUSE),
                new GoogleKeys(rest, endpoints.google()),
                backup,
                cluster);
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
        removeLeftOvers();
        narrator.step("Create the factory " + FACTORY.value());
        awaitReady("api-service", endpoints.apiManagement());
        narrator.say(factory.create() ? "Created: it has signing keys and a first root now." : "It is there already.");

        narrator.step("Publish 12 Targets for 3 boards");
        var version = factory.publish("PUT", sample());
        narrator.say(
                "PUT /ota/factories/%s/targets/ answered: version %d.".formatted(FACTORY.value(), version.value()));

        narrator.step("Look at the signed metadata, as a device does");
        tellSigners(verify(version));

        try (var events = new PublishedEvents(endpoints.kafka(), FACTORY)) {
            var trail = new Trail(factory, archive, events, backup);
            narrator.step("Read the event from Kafka");
            var published = awaitEvent(trail, version);

            narrator.step("Read the archived object from the disk");
            var stored = awaitStored(trail, version);
            compare(published, stored, factory.served(version));

            narrator.step("Compare every version of the factory, in all three places");
            compareAll(trail, version);

            revokeAndRestore(trail);
            rotate(trail);
        }
        narrator.say("");
        narrator.say("All %d steps held.".formatted(narrator.steps()));
    }

    /** A demo that is killed gives nothing back; the next one does, before it begins. */
    private void removeLeftOvers() throws InterruptedException {
        ArchiveKey.giveBackLeftOver(narrator, scene.keys(), revoked);
        awaitReady("rotation-service", endpoints.rotationManagement());
        scene.rotations().awaitNone();
        DemoNamespace.removeLeftOver(scene);
    }

    private void awaitReady(String service, URI management) throws InterruptedException {
        Wait.until(
                service + " to be ready",
                () -> Optional.of(HealthReport.ask(management)).filter(HealthReport::up),
                () -> HealthReport.ask(management).remark());
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

    private StoredBytes awaitEvent(Trail trail, MetadataVersion version) throws InterruptedException {
        var seen = trail.awaitEvent(version);
        narrator.say("%s, partition %d, offset %d".formatted(seen.identity(), seen.partition(), seen.offset()));
        tellBytes(seen.document());
        return seen.document();
    }

    private StoredBytes awaitStored(Trail trail, MetadataVersion version) throws InterruptedException {
        var stored = trail.awaitStored(version);
        narrator.say(stored.where());
        tellBytes(stored);
        return stored;
    }

    private void tellBytes(StoredBytes bytes) {
        narrator.say(
                "%d bytes, sha256 %s".formatted(bytes.size(), bytes.sha256().hex()));
    }

    private void compare(StoredBytes event, StoredBytes stored, StoredBytes served) {
        stored.requireSameAs(event);
        served.requireSameAs(event);
        narrator.say("Event, stored file and served metadata are the same bytes.");
    }

    private void compareAll(Trail trail, MetadataVersion published) throws InterruptedException {
        var versions = factory.versions();
        requireAll(versions, published);
        for (var recorded : versions) {
            trail.requireEverywhere(new MetadataVersion(recorded.path("version").asLong()));
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

    private void revokeAndRestore(Trail trail) throws InterruptedException {
        narrator.step("Revoke the key of the archive");
        var key = new ArchiveKey(narrator, scene.keys(), revoked, scene.currentKey());
        MetadataVersion version;
        try (var _ = key.disable()) {
            narrator.say("Key %s is disabled.".formatted(key.id()));
            narrator.say("backup-service is ready and degraded: %s"
                    .formatted(backup.await("notice", HealthReport::degraded)));

            narrator.step("Publish without an archive");
            version = publishChange();

            narrator.step("See backup-service hold it back");
            awaitHeld(version);

            narrator.step("Give the key back");
        }
        narrator.say("Key %s is enabled.".formatted(key.id()));
        compare(awaitEvent(trail, version), awaitStored(trail, version), factory.served(version));
        backup.awaitWell();
        narrator.say("The backlog is archived, and backup-service is well again.");
    }

    private MetadataVersion publishChange() throws InterruptedException {
        var published = publisher.publish();
        var version = published.version();
        narrator.say("Version %d was published in %d ms, as if nothing had happened."
                .formatted(version.value(), published.took().toMillis()));
        verify(version);
        return version;
    }

    private void awaitHeld(MetadataVersion version) throws InterruptedException {
        narrator.say(backup.await("hold the record", HealthReport::held));
        archive.find(version).ifPresent(stored -> {
            throw new DemoFailedException("no object while the key is disabled", stored.where());
        });
        narrator.say("Version %d is not in the archive, and not lost.".formatted(version.value()));
    }

    private void rotate(Trail trail) throws InterruptedException {
        new RotatedKey(scene, publisher, trail).tell();
        try (var namespace = DemoNamespace.create(scene)) {
            var uploader = new Uploader(cluster, scene.currentKey());
            new RenamedSecret(scene, rest, endpoints.rotation(), uploader).tell(namespace);
            new CrashingConsumer(scene, publisher, trail, uploader).tell();
        }
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
        cluster.close();
        rotations.close();
        rest.close();
    }
}
