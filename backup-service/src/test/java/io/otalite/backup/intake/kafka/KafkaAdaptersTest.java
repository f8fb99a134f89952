package io.otalite.backup.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.backup.TestFactory;
import io.otalite.backup.TestTopics;
import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import io.otalite.events.CloudEvents;
import io.otalite.events.TargetsArchived;
import io.otalite.events.Topics;
import io.otalite.events.kafka.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapters that ask and tell a broker something, against a real one. */
class KafkaAdaptersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Map<String, Object> NOBODY = Map.of("bootstrap.servers", "127.0.0.1:1");

    @TempDir
    private static Path directory;

    private static BrokerProcess broker;
    private static Map<String, Object> address;
    private static TestTopics topics;

    private final String group = "group-" + UUID.randomUUID();
    private final TestFactory acme = new TestFactory("acme");

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerProcess(Files.createDirectory(directory.resolve("broker"))).start();
        address = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var watch = new TopicWatch(address, (short) 1, TIMEOUT)) {
            watch.look();
            assertThat(watch.findings()).isEmpty();
        }
        topics = new TestTopics(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        topics.close();
        broker.close();
    }

    @Test
    void aRootThatTheGroupHasNotCommittedMeansThatItIsBehind() {
        // Given
        topics.publish(acme.root());

        // When, Then
        assertThat(progress(address).caughtUp()).isFalse();
    }

    @Test
    void whenAllRootsAreCommittedTheMarkersOfTransactionsDoNotCount() {
        // Given
        topics.publish(acme.root(), acme.rotateRoot());
        commitWhatIsThere();

        // When, Then
        assertThat(progress(address).caughtUp()).isTrue();
    }

    @Test
    void aBrokerThatDoesNotAnswerIsNoAnswer() {
        assertThatThrownBy(() -> new KafkaRootsProgress(NOBODY, group, Duration.ofMillis(500)).caughtUp())
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        e -> assertThat(e.holdCause()).isEqualTo(HoldCause.BROKER));
    }

    @Test
    void anAnnouncementIsAcknowledgedAndReadable() {
        // Given
        var event = archived("told-1");

        // When
        try (var announcements = new KafkaAnnouncements(address, TIMEOUT)) {
            announcements.announce(event);
        }

        // Then
        assertThat(topics.announced("told-1"))
                .singleElement()
                .satisfies(message -> assertThat(CloudEvents.decode(message)).isEqualTo(event));
    }

    @Test
    void anAnnouncementThatNobodyAcknowledgesIsWaitedFor() {
        try (var announcements = new KafkaAnnouncements(NOBODY, Duration.ofMillis(300))) {
            assertThatThrownBy(() -> announcements.announce(archived("told-2")))
                    .isInstanceOfSatisfying(
                            UnavailableException.class,
                            e -> assertThat(e.holdCause()).isEqualTo(HoldCause.BROKER));
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAFindingUntilItDoes() {
        try (var watch = new TopicWatch(NOBODY, (short) 1, Duration.ofMillis(300))) {
            watch.look();
            assertThat(watch.findings()).singleElement().asString().contains("does not answer");
        }
    }

    private KafkaRootsProgress progress(Map<String, Object> broker) {
        return new KafkaRootsProgress(broker, group, TIMEOUT);
    }

    private TargetsArchived archived(String factory) {
        var document = new TestFactory(factory).targets(1);
        return new TargetsArchived(document.identity(), document.sha256(), "bucket", "object", 1, TestFactory.NOW);
    }

    /** As the channel does it: one above the last record, which is below the marker that ends its transaction. */
    private void commitWhatIsThere() {
        var config = Map.<String, Object>of(
                "bootstrap.servers", broker.bootstrapServers(), "group.id", group, "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Topics.ROOTS_PUBLISHED.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var received : consumer.poll(Duration.ofMillis(100))) {
                    consumer.commitSync(Map.of(
                            new TopicPartition(received.topic(), received.partition()),
                            new OffsetAndMetadata(received.offset() + 1)));
                }
            }
        }
    }
}
