package io.otalite.backup.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.backup.MutableClock;
import io.otalite.backup.TestFactory;
import io.otalite.backup.archive.InMemoryArchiveStore;
import io.otalite.backup.archive.TrustedRoots;
import io.otalite.backup.archive.VerifyRoot;
import io.otalite.backup.archive.VerifyTargets;
import io.otalite.backup.archive.WriteDocument;
import io.otalite.backup.hold.BackOff;
import io.otalite.backup.hold.Holds;
import io.otalite.backup.hold.Patience;
import io.otalite.backup.intake.Disposition;
import io.otalite.backup.intake.InFlight;
import io.otalite.backup.intake.Intake;
import io.otalite.backup.intake.IntakeObserver;
import io.otalite.backup.quarantine.Quarantine;
import io.otalite.events.kafka.KafkaRecords;
import io.otalite.telemetry.Tracing;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

class RecordChannelsTest {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final InMemoryArchiveStore store = new InMemoryArchiveStore();
    private final Clock clock = new MutableClock(TestFactory.NOW);

    @Test
    void whatOnlyObservesKeepsNoRecordFromBeingAcknowledged() {
        // Given
        var message = message(new TestFactory("acme"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var patience =
                        new Patience(new Holds(), new BackOff(PAUSE, PAUSE), clock, RandomGenerator.getDefault())) {
            var channels = new RecordChannels(intake(patience), threads, new NoTracing());

            // When
            var acknowledged = channels.roots(message).toCompletableFuture();

            // Then
            assertThat(acknowledged).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private Intake intake(Patience patience) {
        var rules = new Intake.Rules(
                new VerifyTargets(new TrustedRoots(store), () -> true),
                new VerifyRoot(store),
                new WriteDocument(store),
                new Quarantine(store));
        var announcer = new Intake.Announcer(_ -> {}, "bucket");
        return new Intake(rules, announcer, patience, new InFlight(clock), new NoMeters(), clock, 100_000);
    }

    private static IncomingKafkaRecord<String, byte[]> message(TestFactory factory) {
        var sent = KafkaRecords.toRecord(TestFactory.message(factory.root()));
        var received = new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
        sent.headers().forEach(received.headers()::add);
        return new IncomingKafkaRecord<>(received, "roots", -1, new Acknowledging(), new Refusing(), false);
    }

    private static final class Acknowledging implements KafkaCommitHandler {
        @Override
        public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> message) {
            return Uni.createFrom().voidItem();
        }
    }

    private static final class Refusing implements KafkaFailureHandler {
        @Override
        public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> message, Throwable reason, Metadata metadata) {
            return Uni.createFrom().failure(reason);
        }
    }

    private static final class NoTracing implements Tracing {
        @Override
        public Span begin(Start start) {
            throw new IllegalStateException("no tracing");
        }

        @Override
        public void close() {}
    }

    private static final class NoMeters implements IntakeObserver {
        @Override
        public void taken(String topic, Duration processing) {
            throw new IllegalStateException("no meter");
        }

        @Override
        public void archived(Disposition.Archived archived, Duration lag) {
            throw new IllegalStateException("no meter");
        }

        @Override
        public void quarantined(Disposition.Quarantined quarantined) {}

        @Override
        public void skipped(Disposition.Skipped skipped) {}
    }
}
