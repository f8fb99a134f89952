package io.otalite.outbox;

import static io.otalite.outbox.OutboxRelayTest.numbers;
import static io.otalite.outbox.RelayScene.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.events.kafka.TestBroker;
import io.otalite.outbox.OutboxRow.Sendable;
import io.otalite.telemetry.Tracing;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What remains true when the broker, the database's connection or the relay itself goes away. */
class OutboxRelayOutageTest {

    @TempDir
    Path directory;

    private TestBroker broker;
    private RelayScene scene;

    @BeforeEach
    void open() throws Exception {
        broker = TestBroker.prepare(directory);
        scene = new RelayScene(broker);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
        broker.close();
    }

    @Test
    void givenNoBrokerAtFirst_whenItComes_thenTheOutboxDrains() throws Exception {
        // Given
        var relay = scene.startRelay();
        scene.append("a", 1, 2, 3);
        eventually(() -> assertThat(relay.status()).satisfies(status -> {
            assertThat(status.active()).isFalse();
            assertThat(status.pendingRows()).isEqualTo(3);
            assertThat(status.oldestPending()).isPresent();
            assertThat(status.lastError()).get().asString().contains(scene.topic);
        }));

        // When
        broker.start();

        // Then
        var reader = scene.reader();
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 3))));
        eventually(() -> assertThat(relay.status()).satisfies(status -> {
            assertThat(status.active()).isTrue();
            assertThat(status.pendingRows()).isZero();
            assertThat(status.lastError()).isEmpty();
        }));
    }

    @Test
    void givenABrokerThatGoesAndComes_whenRowsAreAppendedAllTheTime_thenNoneIsLostOrReordered() throws Exception {
        // Given
        broker.start();
        scene.startRelay();
        scene.reader();
        try (var writer = new Writer()) {

            // When
            for (int round = 0; round < 2; round++) {
                broker.stop();
                writer.awaitMore(20);
                broker.start();
                writer.awaitMore(20);
            }

            // Then
            assertAllArrive(writer.stop());
        }
    }

    @Test
    void givenTwoRelays_whenTheActiveOneLosesItsLock_thenTheOtherTakesOverWithoutLossOrReordering() throws Exception {
        // Given
        broker.start();
        var relays = List.of(scene.startRelay(), scene.startRelay());
        scene.reader();
        try (var writer = new Writer()) {

            // When
            for (int round = 0; round < 5; round++) {
                eventually(() -> assertThat(relays.stream().map(OutboxRelay::status))
                        .extracting(OutboxStatus::active)
                        .containsExactlyInAnyOrder(true, false));
                writer.awaitMore(20);
                assertThat(scene.database.cutConnectionOfActiveRelay()).hasSize(1);
                writer.awaitMore(20);
            }

            // Then
            assertAllArrive(writer.stop());
        }
    }

    @Test
    void givenARelayThatDoesNotKnowThatItWasReplaced_whenItSends_thenTheBrokerRefusesAndUndoesIt() throws Exception {
        // Given
        broker.start();
        scene.startRelay();
        var reader = scene.reader();
        var one = TransactionalSender.open("one of two", broker.clientSettings(), Tracing.OFF);
        var sent = one.send(List.of(new Sendable(1, scene.message("a", 1))));

        // When
        var other = TransactionalSender.open("one of two", broker.clientSettings(), Tracing.OFF);

        // Then
        assertThat(sent).isEqualTo(new TransactionalSender.Outcome.Sent());
        assertThatThrownBy(() -> one.send(List.of(new Sendable(2, scene.message("a", 2)))))
                .isInstanceOf(KafkaException.class);
        assertThat(other.send(List.of(new Sendable(3, scene.message("a", 3)))))
                .isEqualTo(new TransactionalSender.Outcome.Sent());
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", List.of("1", "3"))));
        one.close();
        other.close();
    }

    @Test
    void givenARelayThatIsClosed_whenAnotherStarts_thenItWorksAtOnce() throws Exception {
        // Given
        broker.start();
        var first = scene.startRelay();
        scene.append("a", 1);
        var reader = scene.reader();
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 1))));

        // When
        first.close();
        scene.append("a", 2);
        var second = scene.startRelay();

        // Then
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 2))));
        assertThat(first.status().active()).isFalse();
        assertThat(second.status().active()).isTrue();
    }

    @Test
    void givenNoBroker_whenTheRelayIsClosed_thenItEndsSoonAndLeavesNoLock() throws Exception {
        // Given
        var relay = scene.startRelay();
        eventually(() -> assertThat(relay.status().lastError()).isPresent());

        // When
        var closed = CompletableFuture.runAsync(relay::close);

        // Then
        assertThat(closed).succeedsWithin(Duration.ofSeconds(5));
        eventually(() -> assertThat(scene.database.cutConnectionOfActiveRelay()).isEmpty());
    }

    @Test
    void givenNoDatabase_whenItComes_thenTheRelayWorks() throws Exception {
        // Given
        broker.start();
        scene.append("a", 1);
        scene.database.execute("alter table outbox rename to outbox_away");
        var relay = scene.startRelay();
        eventually(() -> assertThat(relay.status().lastError()).isPresent());

        // When
        scene.database.execute("alter table outbox_away rename to outbox");

        // Then
        var reader = scene.reader();
        eventually(() -> assertThat(reader.values()).isEqualTo(Map.of("a", numbers(1, 1))));
        eventually(() -> assertThat(relay.status().lastError()).isEmpty());
    }

    /** A reader that ignores what is not newer sees every number once and in order, though some may come again. */
    private void assertAllArrive(Map<String, Integer> written) {
        var reader = scene.reader();
        eventually(() -> {
            var values = reader.values();
            written.forEach((key, last) -> assertThat(withoutRepetitions(values.getOrDefault(key, List.of())))
                    .isEqualTo(numbers(1, last)));
        });
        eventually(() -> assertThat(scene.database.rows()).isEmpty());
    }

    private static List<String> withoutRepetitions(List<String> values) {
        var seen = new ArrayList<String>();
        for (var value : values) {
            if (Integer.parseInt(value) > seen.size()) {
                seen.add(value);
            }
        }
        return seen;
    }

    /** Appends to two keys in turn until it is closed; a failure shows when it is. */
    private final class Writer implements AutoCloseable {

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger last = new AtomicInteger();
        private final CompletableFuture<Void> work = CompletableFuture.runAsync(this::write);

        private void write() {
            while (!stopped.get()) {
                try {
                    var number = last.get() + 1;
                    scene.database.append(scene.message("a", number), scene.message("b", number));
                    last.set(number);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        void awaitMore(int count) {
            var enough = last.get() + count;
            eventually(() -> assertThat(last).hasValueGreaterThan(enough));
        }

        Map<String, Integer> stop() {
            close();
            return Map.of("a", last.get(), "b", last.get());
        }

        @Override
        public void close() {
            stopped.set(true);
            work.join();
        }
    }
}
