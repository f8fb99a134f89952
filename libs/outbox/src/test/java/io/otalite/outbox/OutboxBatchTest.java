package io.otalite.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.outbox.OutboxRow.Sendable;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxBatchTest {

    private final List<Sendable> pending = List.of(
            row(1, "roots", "acme"),
            row(2, "targets", "zeta"),
            row(3, "targets", "acme"),
            row(4, "targets", "zeta"),
            row(5, "roots", "acme"),
            row(6, "roots", "zeta"));

    @Test
    void ofEachKeyItTakesTheRowsBeforeTheFirstChangeOfTopic() {
        assertThat(OutboxBatch.from(pending).ids()).containsExactly(1L, 2L, 4L);
    }

    @Test
    void itSplitsIntoOneBatchPerKey() {
        var batches = OutboxBatch.from(pending).perKey();

        assertThat(batches).extracting(OutboxBatch::ids).containsExactly(List.of(1L), List.of(2L, 4L));
    }

    @Test
    void itKnowsItsKeysAndItsRowsById() {
        var batch = OutboxBatch.from(pending);

        assertThat(batch.keys()).containsExactly("acme", "zeta");
        assertThat(batch.only(List.of(4L, 6L)).ids()).containsExactly(4L);
    }

    @Test
    void nothingPendingIsAnEmptyBatch() {
        assertThat(OutboxBatch.from(List.of()).rows()).isEmpty();
    }

    private static Sendable row(long id, String topic, String key) {
        return new Sendable(id, Messages.of(topic, key, 1));
    }
}
