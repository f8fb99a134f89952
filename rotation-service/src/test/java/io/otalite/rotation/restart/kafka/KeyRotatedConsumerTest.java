package io.otalite.rotation.restart.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.events.CloudEvents;
import io.otalite.events.EventMessage;
import io.otalite.events.KeyRotated;
import io.otalite.events.ObjectName;
import io.otalite.events.Topics;
import io.otalite.events.kafka.BrokerProcess;
import io.otalite.events.kafka.KafkaRecords;
import io.otalite.events.kafka.KafkaTopics;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.restart.Change;
import io.otalite.rotation.restart.KeyRotations;
import io.otalite.rotation.restart.RestartObserver;
import io.otalite.rotation.restart.RestartTask;
import io.otalite.rotation.restart.Restarts;
import io.otalite.rotation.restart.RestartsUnavailableException;
import io.otalite.tuf.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of a real broker. All have one key, and so one partition. */
class KeyRotatedConsumerTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    private static Path directory;

    private static BrokerProcess broker;
    private static KafkaProducer<String, byte[]> producer;

    private final NotedRestarts restarts = new NotedRestarts();
    private final List<String> setAside = new CopyOnWriteArrayList<>();
    private final String group = "group-" + UUID.randomUUID();
    private final TestWorld world = new TestWorld(CLOCK);
    private KeyRotatedConsumer consumer = consumer();

    @BeforeAll
    static void start() throws Exception {
        broker = new BrokerProcess(directory());
        broker.start();
        var address = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
        try (var admin = Admin.create(address)) {
            KafkaTopics.ensure(admin, List.of(Topics.KEYS_ROTATED), (short) 1);
        }
        producer = new KafkaProducer<>(address, new StringSerializer(), new ByteArraySerializer());
    }

    private static Path directory() throws IOException {
        return Files.createDirectory(directory.resolve("broker"));
    }

    @AfterAll
    static void stop() {
        producer.close();
        broker.close();
    }

    @AfterEach
    void close() {
        consumer.close();
    }

    /** Each test leaves its events to the next, which has another group and reads them, too. */
    @Test
    void whatCannotBeUnderstoodHoldsNothingUpAndWhatIsCommittedComesOnce() {
        // Given
        var nonsense = message("lost");
        send(new EventMessage(nonsense.topic(), nonsense.key(), nonsense.headers(), Bytes.utf8("nonsense")));
        send(message("after-nonsense"));

        // When
        consumer.start();
        await().atMost(SOON).until(() -> restarts.requested.contains("after-nonsense"));
        consumer.close();
        consumer = consumer();
        consumer.start();
        send(message("after-restart"));

        // Then
        await().atMost(SOON).until(() -> restarts.requested.contains("after-restart"));
        assertThat(restarts.requested).containsOnlyOnce("after-nonsense");
        assertThat(setAside).hasSize(1);
    }

    @Test
    void whileNothingCanBeRecordedNothingIsLost() {
        // Given
        restarts.failures = 2;
        send(message("first"));
        send(message("second"));

        // When
        consumer.start();

        // Then
        await().atMost(SOON).until(() -> restarts.requested.contains("second"));
        assertThat(restarts.requested).containsOnlyOnce("first", "second").containsSubsequence("first", "second");
        assertThat(restarts.failures).isZero();
    }

    @Test
    void whatIsSentWhileTheBrokerComesAndGoesIsTaken() {
        // Given
        consumer.start();
        broker.stop();

        // When
        broker.start();
        send(message("after-outage"));

        // Then
        await().atMost(SOON).until(() -> restarts.requested.contains("after-outage"));
    }

    private KeyRotatedConsumer consumer() {
        world.world().see(Scope.everywhere(Kinds.DEPLOYMENT));
        world.with("{apiVersion: v1, kind: Secret, metadata: {name: key, namespace: shop}, data: {key: eA==}}");
        var observer = new RestartObserver() {
            @Override
            public void taken(String topic, Duration processing) {}

            @Override
            public void begun(Duration sinceChange) {}

            @Override
            public void setAside() {}
        };
        var rotations = new KeyRotations(
                restarts, world.world(), Optional.empty(), (_, reason) -> setAside.add(reason), observer, CLOCK);
        return new KeyRotatedConsumer(
                Map.of("bootstrap.servers", broker.bootstrapServers()), group, rotations, () -> true, SOON, CLOCK);
    }

    private static void send(EventMessage message) {
        try {
            producer.send(KafkaRecords.toRecord(message)).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static EventMessage message(String rotation) {
        var event = new KeyRotated(
                Optional.of(rotation),
                new ObjectName("shop", Kinds.SECRET, "key"),
                Set.of("key"),
                Optional.empty(),
                Optional.of("new"),
                Optional.empty(),
                CLOCK.instant());
        return CloudEvents.encode(event, URI.create("urn:test"));
    }

    private static final class NotedRestarts implements Restarts {
        private final List<String> requested = new CopyOnWriteArrayList<>();
        private volatile int failures;

        @Override
        public synchronized void request(Change change) {
            if (failures > 0) {
                failures--;
                throw new RestartsUnavailableException(new IllegalStateException("nobody answers"));
            }
            requested.add(change.rotationId());
        }

        @Override
        public void request(Change change, Set<ObjectRef> workloads) {
            throw new AssertionError();
        }

        @Override
        public void cancel(String rotationId, String reason) {
            throw new AssertionError();
        }

        @Override
        public List<RestartTask> tasks(String rotationId) {
            return List.of();
        }

        @Override
        public boolean isRecorded(String rotationId, ObjectRef secret) {
            return false;
        }
    }
}
