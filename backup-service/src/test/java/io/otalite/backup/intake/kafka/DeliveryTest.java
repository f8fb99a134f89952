package io.otalite.backup.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.backup.archive.ReceivedRecord;
import io.otalite.backup.archive.RecordPosition;
import io.otalite.events.EventMessage;
import io.otalite.telemetry.LogContext;
import io.otalite.telemetry.Tracing;
import io.otalite.tuf.Bytes;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class DeliveryTest {
    private static final ReceivedRecord RECORD = new ReceivedRecord(
            new RecordPosition("ota.targets.published.v1", 3, 7),
            Instant.EPOCH,
            new EventMessage(
                    "ota.targets.published.v1",
                    "acme",
                    new TreeMap<>(Map.of("ce_id", "targets:acme/tuf/full/targets/7")),
                    Bytes.utf8("{}")));

    @Test
    void aRecordIsNamedInTheLogWhileItIsHandledAndNoLonger() {
        // When
        String event;
        String factory;
        try (var _ = Delivery.begin(Tracing.OFF, RECORD)) {
            event = MDC.get(LogContext.EVENT_ID);
            factory = MDC.get(LogContext.FACTORY);
        }

        // Then
        assertThat(event).isEqualTo("targets:acme/tuf/full/targets/7");
        assertThat(factory).isEqualTo("acme");
        assertThat(MDC.get(LogContext.EVENT_ID)).isNull();
        assertThat(MDC.get(LogContext.FACTORY)).isNull();
    }
}
