package io.otalite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OutboxGaugeTest {

    @Test
    void theValueIsReadFromTheMetricOfThatNameAlone() {
        // Given
        var metrics = """
                # HELP ota_outbox_pending_rows_total not this one
                ota_outbox_pending_rows_total 5.0
                # TYPE ota_outbox_pending_rows gauge
                ota_outbox_pending_rows 1234.0
                """;

        // When, Then
        assertThat(OutboxGauge.pendingRows(metrics)).isEqualTo(1234);
    }

    @Test
    void givenNoSuchMetric_whenItIsRead_thenTheMessageNamesIt() {
        assertThatThrownBy(() -> OutboxGauge.pendingRows("up 1.0\n"))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("ota_outbox_pending_rows");
    }
}
