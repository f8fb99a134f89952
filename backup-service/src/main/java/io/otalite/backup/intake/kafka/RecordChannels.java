package io.otalite.backup.intake.kafka;

import io.otalite.backup.archive.ReceivedRecord;
import io.otalite.backup.archive.RecordPosition;
import io.otalite.backup.hold.ShuttingDownException;
import io.otalite.backup.intake.Disposition;
import io.otalite.backup.intake.Intake;
import io.otalite.events.kafka.KafkaRecords;
import io.otalite.telemetry.Tracing;
import io.otalite.telemetry.UnfailingTracing;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where records come in. A channel hands over one record, and the next only after that one has ended; meanwhile the connector
 * keeps polling with its partitions paused, so that the group membership outlives any outage.
 *
 * <p>A record is acknowledged after it has ended and never refused: a refusal would make the connector stop the channel, or
 * commit what is not archived.
 */
@ApplicationScoped
public class RecordChannels {
    private static final Logger LOG = LoggerFactory.getLogger(RecordChannels.class);

    private final Intake intake;
    private final ExecutorService threads;
    private final Tracing tracing;

    /** @param threads one for each record in work: it may wait for hours, which no pooled thread should */
    RecordChannels(Intake intake, @RecordThreads ExecutorService threads, Tracing tracing) {
        this.intake = intake;
        this.threads = threads;
        this.tracing = UnfailingTracing.of(tracing);
    }

    @Incoming("targets")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> targets(IncomingKafkaRecord<String, byte[]> message) {
        return take(message);
    }

    @Incoming("roots")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> roots(IncomingKafkaRecord<String, byte[]> message) {
        return take(message);
    }

    private CompletionStage<Void> take(IncomingKafkaRecord<String, byte[]> message) {
        return CompletableFuture.supplyAsync(() -> taken(received(message)), threads)
                .thenCompose(_ -> message.ack())
                .exceptionallyCompose(failure -> unfinished(message, failure));
    }

    private Disposition taken(ReceivedRecord received) {
        try (var delivery = Delivery.begin(tracing, received)) {
            var disposition = intake.take(received);
            delivery.ended(disposition);
            return disposition;
        }
    }

    private static ReceivedRecord received(IncomingKafkaRecord<String, byte[]> message) {
        @SuppressWarnings("unchecked")
        ConsumerRecord<String, byte[]> kafkaRecord = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow()
                .getRecord();
        return new ReceivedRecord(
                new RecordPosition(kafkaRecord.topic(), kafkaRecord.partition(), kafkaRecord.offset()),
                Instant.ofEpochMilli(kafkaRecord.timestamp()),
                KafkaRecords.toMessage(kafkaRecord));
    }

    /** The channel gets no answer and stands still, its offset uncommitted: the record comes again after a restart. */
    private static CompletionStage<Void> unfinished(IncomingKafkaRecord<String, byte[]> message, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof ShuttingDownException)) {
            LOG.atError()
                    .setCause(cause)
                    .addKeyValue("topic", message.getTopic())
                    .addKeyValue("partition", message.getPartition())
                    .addKeyValue("offset", message.getOffset())
                    .log("Record could not be ended");
        }
        return new CompletableFuture<>();
    }
}
