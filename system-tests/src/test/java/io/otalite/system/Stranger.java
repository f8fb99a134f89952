package io.otalite.system;

import io.otalite.events.CloudEvents;
import io.otalite.events.EventMessage;
import io.otalite.events.TargetsPublished;
import io.otalite.events.Topics;
import io.otalite.local.kafka.TopicWriter;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.Lifetimes;
import io.otalite.tuf.MetadataSigner;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.Publication;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.RoleSigners;
import io.otalite.tuf.Sha256;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Somebody who can write to the topics, and has none of the factory's keys. */
final class Stranger implements AutoCloseable {
    private static final Duration YEAR = Duration.ofDays(365);

    private final TopicWriter writer;

    Stranger(String bootstrapServers) {
        writer = new TopicWriter(bootstrapServers);
    }

    /** A record that is no event. */
    void writeNonsense(String factory) throws InterruptedException {
        var nonsense = new EventMessage(
                Topics.TARGETS_PUBLISHED.name(), factory, new TreeMap<>(), Bytes.utf8("neither headers nor sense"));
        writer.write(nonsense);
    }

    /** A perfect event about a document that is signed with the stranger's own key. */
    void writeForged(Version version, Sha256 previous) throws InterruptedException {
        List<MetadataSigner> key = List.of(Ed25519Key.generate(new SecureRandom()));
        var signers = new RoleSigners(Map.of(RoleName.TARGETS, key, RoleName.SNAPSHOT, key, RoleName.TIMESTAMP, key));
        var now = Instant.now();
        var document = Publication.sign(
                        new MetadataVersion(version.number()),
                        new TreeMap<>(),
                        signers,
                        new Lifetimes(YEAR, YEAR, YEAR, YEAR),
                        now)
                .targets();
        var event = new TargetsPublished(version.identity(), document.sha256(), Optional.of(previous), now, document);
        writer.write(CloudEvents.encode(event, URI.create("/stranger")));
    }

    @Override
    public void close() {
        writer.close();
    }
}
