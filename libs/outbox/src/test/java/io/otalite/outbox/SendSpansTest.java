package io.otalite.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.outbox.OutboxRow.Sendable;
import io.otalite.telemetry.Traceparent;
import io.otalite.telemetry.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is recorded of the sending, and what a reader gets to continue. */
class SendSpansTest {
    private static final Traceparent REQUEST =
            new Traceparent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
    private static final Traceparent SENDING =
            new Traceparent("0af7651916cd43dd8448eb211c80319c", "00f067aa0ba902b7", true);

    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final Spans spans = new Spans();
    private final List<Sendable> rows = List.of(
            new Sendable(1, Messages.of("a", 1).withHeader(Traceparent.HEADER, REQUEST.toString())),
            new Sendable(2, Messages.of("b", 1)));

    @BeforeEach
    void initialise() {
        producer.initTransactions();
    }

    @Test
    void aReaderContinuesTheSendingWhichContinuesTheRequest() {
        // When
        var _ = new TransactionalSender(producer, spans).send(rows);

        // Then
        assertThat(spans.begun).singleElement().satisfies(start -> {
            assertThat(start.kind()).isEqualTo(Tracing.Kind.PRODUCER);
            assertThat(start.name()).isEqualTo("send numbers");
            assertThat(start.parent()).contains(REQUEST);
            assertThat(start.attributes()).containsEntry("messaging.message.id", "a/1");
        });
        assertThat(spans.ended).containsExactly("ended");
        assertThat(sentTraceparents()).containsExactly(Optional.of(SENDING.toString()), Optional.empty());
    }

    @Test
    void aSendingThatFailsIsRecordedAsOne() {
        // Given
        producer.sendException = new TimeoutException("no answer");

        // When
        var _ = new TransactionalSender(producer, spans).send(rows);

        // Then
        assertThat(spans.ended).containsExactly("failed: not sent", "ended");
    }

    @Test
    void whereNothingIsRecordedAReaderContinuesTheRequest() {
        // When
        var _ = new TransactionalSender(producer, Tracing.OFF).send(rows);

        // Then
        assertThat(sentTraceparents()).containsExactly(Optional.of(REQUEST.toString()), Optional.empty());
    }

    @Test
    void spansThatFailKeepNothingFromBeingSent() {
        // Given
        spans.failing = true;

        // When
        var outcome = new TransactionalSender(producer, spans).send(rows);

        // Then
        assertThat(outcome).isEqualTo(new TransactionalSender.Outcome.Sent());
        assertThat(sentTraceparents()).hasSize(2);
    }

    private List<Optional<String>> sentTraceparents() {
        return producer.history().stream()
                .map(sent -> Optional.ofNullable(sent.headers().lastHeader(Traceparent.HEADER))
                        .map(header -> new String(header.value(), UTF_8)))
                .toList();
    }

    private static final class Spans implements Tracing {
        private final List<Start> begun = new ArrayList<>();
        private final List<String> ended = new ArrayList<>();
        private boolean failing;

        @Override
        public Span begin(Start start) {
            begun.add(start);
            return new Span() {
                @Override
                public Optional<Traceparent> traceparent() {
                    return Optional.of(SENDING);
                }

                @Override
                public void attribute(String name, String text) {}

                @Override
                public void attribute(String name, long number) {}

                @Override
                public void failed(String reason) {
                    ended.add("failed: " + reason);
                }

                @Override
                public void end() {
                    if (failing) {
                        throw new IllegalStateException("no tracing");
                    }
                    ended.add("ended");
                }
            };
        }

        @Override
        public void close() {}
    }
}
