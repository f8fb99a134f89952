package io.otalite.outbox;

import static io.otalite.outbox.RelayScene.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.events.TopicDefinition;
import io.otalite.events.kafka.TestBroker;
import io.otalite.events.kafka.TopicFinding;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the relay does with rows, on a real broker and a real database that are both there. */
class OutboxRelayTest {

    @TempDir
    static Path directory;

    private static TestBroker broker;

    private RelayScene scene;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void open() throws Exception {
        scene = new RelayScene(broker);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    @Test
    void everyRowArrivesInTheOrderOfItsKeyAndIsDeleted() throws Exception {
        // Given
        for (int number = 1; number <= 100; number++) {
            scene.database.append(scene.message("a", number), scene.message("b", number), scene.message("c", number));
        }

        // When
        var relay = scene.startRelay();

        // Then
        var reader = scene.reader();
        eventually(() -> assertThat(reader.messages()).hasSize(300));
        assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 100), "b", numbers(1, 100), "c", numbers(1, 100)));
        assertThat(reader.messages()).contains(scene.message("a", 1));
        eventually(() -> assertThat(relay.status())
                .isEqualTo(new OutboxStatus(true, 0, 0, Optional.empty(), Optional.empty(), List.of())));
        assertThat(scene.database.rows()).isEmpty();
    }

    @Test
    void aTransactionThatCommitsLateIsNotSteppedOver() throws Exception {
        // Given
        scene.startRelay();
        var reader = scene.reader();

        // When
        scene.database.inTransaction(late -> {
            Outbox.append(late, scene.message("late", 1), OptionalLong.empty());
            scene.append("early", 1);
            eventually(() -> assertThat(reader.values()).containsKey("early"));
        });

        // Then
        eventually(() -> assertThat(reader.values()).containsEntry("late", numbers(1, 1)));
    }

    @Test
    void whatManyWritersAppendUnderTheirKeysLocksArrivesWithoutGapOrReordering() throws Exception {
        // Given
        scene.database.execute("create table factory (name text primary key, version int not null)");
        scene.database.execute("insert into factory select 'f' || n, 0 from generate_series(0, 3) n");
        scene.startRelay();

        // When
        try (var writers = Executors.newFixedThreadPool(8)) {
            Callable<Void> publishes = this::publishFifty;
            for (var result : writers.invokeAll(Collections.nCopies(8, publishes))) {
                result.get();
            }
        }

        // Then
        var versions = scene.database.query("select version from factory order by name");
        var reader = scene.reader();
        eventually(() -> {
            var values = reader.values();
            for (int f = 0; f < 4; f++) {
                assertThat(values.get("f" + f)).isEqualTo(numbers(1, Integer.parseInt(versions.get(f))));
            }
        });
    }

    private Void publishFifty() throws SQLException {
        for (int i = 0; i < 50; i++) {
            var factory = "f" + i % 4;
            var fails = i % 7 == 0;
            try (var connection = scene.database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                try (var lock = connection.prepareStatement(
                        "update factory set version = version + 1 where name = ? returning version")) {
                    lock.setString(1, factory);
                    var version = lock.executeQuery();
                    version.next();
                    Outbox.append(connection, scene.message(factory, version.getInt(1)), OptionalLong.empty());
                }
                if (fails) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
            }
        }
        return null;
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {200_000, 400_000})
    void aRowTooLargeForTheTopicOrForTheClientHoldsBackItsKeyOnly(int size) throws Exception {
        // Given
        scene.append("a", 1);
        scene.database.append(Messages.ofSize(scene.topic, "a", size));
        scene.append("a", 3);
        scene.append("b", 1, 2);

        // When
        var relay = scene.startRelay();

        // Then
        var reader = scene.reader();
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 1), "b", numbers(1, 2))));
        eventually(() -> assertThat(relay.status()).satisfies(status -> {
            assertThat(status.blockedRows()).isEqualTo(1);
            assertThat(status.pendingRows()).isEqualTo(1);
            assertThat(status.oldestPending()).isPresent();
        }));
        assertThat(scene.database.query("select blocked_reason from outbox where blocked_reason is not null"))
                .singleElement()
                .asString()
                .contains(Integer.toString(size));

        // When
        assertThat(scene.registry
                        .get("messaging.client.sent.messages")
                        .tag("error.type", RecordTooLargeException.class.getName())
                        .counter()
                        .count())
                .as("attempts that failed")
                .isPositive();
        scene.database.execute("delete from outbox where blocked_reason is not null");

        // Then
        eventually(() -> assertThat(reader.values()).containsEntry("a", List.of("1", "3")));
    }

    @Test
    void aRowWithoutItsDocumentHoldsBackItsKeyOnly() throws Exception {
        // Given
        scene.database.inTransaction(
                connection -> Outbox.append(connection, scene.message("a", 1), OptionalLong.of(42)));
        scene.append("a", 2);
        scene.append("b", 1);

        // When
        var relay = scene.startRelay();

        // Then
        var reader = scene.reader();
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("b", numbers(1, 1))));
        eventually(() -> assertThat(relay.status().blockedRows()).isEqualTo(1));
    }

    @Test
    void aKeyThatCannotBeSentNowWaitsWhileOthersFlow() throws Exception {
        // Given
        var elsewhere = scene.topic + "-elsewhere";
        scene.database.append(Messages.of(elsewhere, "a", 1), scene.message("a", 2));
        scene.append("b", 1);

        // When
        var relay = scene.startRelay();

        // Then
        var reader = scene.reader();
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("b", numbers(1, 1))));
        eventually(() -> assertThat(relay.status().lastError()).get().asString().contains("key a"));
        scene.append("b", 2);
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("b", numbers(1, 2))));

        // When
        try (var admin = broker.admin()) {
            admin.createTopics(List.of(new NewTopic(elsewhere, 1, (short) 1)))
                    .all()
                    .get();
        }

        // Then
        eventually(() -> assertThat(reader.values()).containsEntry("a", numbers(2, 2)));
        eventually(() -> assertThat(relay.status().lastError()).isEmpty());
        assertThat(scene.database.rows()).isEmpty();
    }

    @Test
    void aTopicThatSomeoneDeletedIsMadeAgain() throws Exception {
        // Given
        scene.startRelay();
        scene.reader();
        try (var admin = broker.admin()) {
            admin.deleteTopics(List.of(scene.topic)).all().get();
        }

        // When
        scene.append("a", 1);

        // Then
        var reader = scene.reader();
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 1))));
    }

    @Test
    void aTopicWithOtherSettingsIsReportedAndUsed() throws Exception {
        // Given
        try (var admin = broker.admin()) {
            var topic = new NewTopic(scene.topic, 3, (short) 1).configs(Map.of("retention.ms", "60000"));
            admin.createTopics(List.of(topic)).all().get();
        }
        scene.reader();
        scene.append("a", 1);

        // When
        var relay = scene.startRelay(new TopicDefinition(scene.topic, 3, new TreeMap<>(Map.of("retention.ms", "-1"))));

        // Then
        var reader = scene.reader();
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 1))));
        assertThat(relay.status().topicFindings())
                .containsExactly(new TopicFinding(scene.topic, "retention.ms", "-1", "60000"));
    }

    @Test
    void aRelayThatIsWokenDoesNotWaitForItsNextLook() throws Exception {
        // Given
        var relay = scene.startPatientRelay();
        eventually(() -> assertThat(relay.status().active()).isTrue());
        var reader = scene.reader();

        // When
        scene.append("a", 1);
        relay.wake();

        // Then
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 1))));
    }

    @Test
    void whatIsSentIsMeasured() throws Exception {
        // Given
        scene.append("a", 1, 2);

        // When
        scene.startRelay();

        // Then
        eventually(() -> assertThat(scene.registry
                        .find("messaging.client.sent.messages")
                        .tag("messaging.system", "kafka")
                        .tag("messaging.destination.name", scene.topic)
                        .tag("error.type", "")
                        .counters())
                .singleElement()
                .satisfies(sent -> assertThat(sent.count()).isEqualTo(2)));
        eventually(() -> assertThat(scene.registry
                        .find("messaging.client.operation.duration")
                        .timers())
                .singleElement()
                .satisfies(duration -> assertThat(duration.count()).isPositive()));
        assertThat(scene.registry.get("ota.outbox.relay.active").gauge().value())
                .isEqualTo(1);
    }

    @Test
    void anObserverThatFailsMakesNothingBeSentAgain() throws Exception {
        // Given
        scene.append("a", 1, 2);

        // When
        var relay = scene.startRelay(new RelayObserver() {
            @Override
            public void sent(Map<String, Long> messages, Duration took) {
                throw new IllegalStateException("no meter");
            }

            @Override
            public void failed(Map<String, Long> messages, Duration took, Exception cause) {
                throw new IllegalStateException("no meter");
            }
        });

        // Then
        var reader = scene.reader();
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 2))));
        scene.append("a", 3);
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 3))));
        assertThat(relay.status().lastError()).isEmpty();
    }

    static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }
}
