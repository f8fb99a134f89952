package io.otalite.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.outbox.OutboxRow.Sendable;
import io.otalite.outbox.TransactionalSender.Outcome;
import io.otalite.telemetry.Tracing;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the sender answers to what a producer may do; what a real broker does is the subject of the relay's test. */
class TransactionalSenderTest {

    private static final List<Sendable> ROWS =
            List.of(new Sendable(1, Messages.of("a", 1)), new Sendable(2, Messages.of("b", 1)));

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final TransactionalSender sender = new TransactionalSender(producer, Tracing.OFF);

    @BeforeEach
    void initialise() {
        producer.initTransactions();
    }

    @Test
    void rowsAreSentAndCommittedTogether() {
        assertThat(sender.send(ROWS)).isEqualTo(new Outcome.Sent());
        assertThat(producer.history()).hasSize(2);
        assertThat(producer.transactionCommitted()).isTrue();
    }

    @Test
    void aRowThatFailsAbortsAllAndIsNamed() {
        // Given
        producer.sendException = new RecordTooLargeException("too large");

        // When
        var outcome = sender.send(ROWS);

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Aborted.class, aborted -> {
            assertThat(aborted.failures()).containsOnlyKeys(1L);
            assertThat(aborted.cause()).isInstanceOf(RecordTooLargeException.class);
        });
        assertThat(producer.transactionAborted()).isTrue();
        assertThat(producer.transactionCommitted()).isFalse();
    }

    @Test
    void aCommitThatTimesOutIsAskedForAgainAndThenGivenUp() {
        // Given
        producer.commitTransactionException = new TimeoutException("no answer");

        // When / Then
        assertThatThrownBy(() -> sender.send(ROWS)).isInstanceOf(TimeoutException.class);
        assertThat(producer.transactionAborted()).as("its outcome is not known").isFalse();
    }

    @Test
    void aFencedSenderCannotGoOn() {
        // Given
        producer.fenceProducer();

        // When / Then
        assertThatThrownBy(() -> sender.send(ROWS)).isInstanceOf(ProducerFencedException.class);
    }

    @Test
    void anAbortThatFailsEndsTheSender() {
        // Given
        producer.sendException = new TimeoutException("no answer");
        producer.abortTransactionException = new KafkaException("no answer either");

        // When / Then
        assertThatThrownBy(() -> sender.send(ROWS)).hasMessage("no answer either");
    }

    @Test
    void itClosesOnAnInterruptedThreadAndLeavesItInterrupted() {
        // Given
        Thread.currentThread().interrupt();

        // When
        sender.close();

        // Then
        assertThat(producer.closed()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }
}
