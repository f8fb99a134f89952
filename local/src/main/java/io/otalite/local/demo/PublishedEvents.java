package io.otalite.local.demo;

import io.otalite.events.CloudEvents;
import io.otalite.events.DocumentIdentity;
import io.otalite.events.FactoryName;
import io.otalite.events.MalformedEventException;
import io.otalite.events.TargetsPublished;
import io.otalite.events.Topics;
import io.otalite.local.kafka.TopicReader;
import io.otalite.local.kafka.TopicReader.Received;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RoleName;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The events of one factory's Targets, read straight from the topic as any consumer could. */
final class PublishedEvents implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final TopicReader reader;
    private final FactoryName factory;
    private final SortedMap<MetadataVersion, Seen> seen = new TreeMap<>();

    /**
     * An event as it stands in the topic.
     *
     * @param document the value, with the digest of its bytes computed here
     */
    record Seen(DocumentIdentity identity, StoredBytes document, int partition, long offset) {}

    PublishedEvents(String bootstrapServers, FactoryName factory) {
        this.reader = TopicReader.fromBeginning(bootstrapServers, Topics.TARGETS_PUBLISHED.name());
        this.factory = factory;
    }

    /** The event of this version; empty when it has not come yet. */
    Optional<Seen> find(MetadataVersion version) {
        if (!seen.containsKey(version)) {
            // Looked for only when it is missing: a factory that many demos have told of has hundreds.
            reader.poll(POLL).forEach(this::note);
        }
        return Optional.ofNullable(seen.get(version));
    }

    SortedMap<MetadataVersion, Seen> all() {
        return seen;
    }

    private void note(Received received) {
        if (!received.message().key().equals(factory.value())) {
            return;
        }
        try {
            if (CloudEvents.decode(received.message()) instanceof TargetsPublished event && isOurs(event.identity())) {
                var where = "topic %s, partition %d, offset %d"
                        .formatted(received.message().topic(), received.partition(), received.offset());
                var document = StoredBytes.of(where, received.message().value());
                var found = new Seen(event.identity(), document, received.partition(), received.offset());
                document.requireSameAs(seen.computeIfAbsent(event.identity().version(), _ -> found)
                        .document());
            }
        } catch (MalformedEventException e) {
            throw new DemoFailedException("readable events of " + factory.value(), String.valueOf(e.getMessage()));
        }
    }

    private boolean isOurs(DocumentIdentity identity) {
        return identity.dialect() == Dialect.TUF
                && identity.set().equals(DocumentIdentity.FULL_SET)
                && identity.role() == RoleName.TARGETS;
    }

    @Override
    public void close() {
        reader.close();
    }
}
