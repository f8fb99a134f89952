package io.otalite.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.events.EventMessage;
import io.otalite.telemetry.LogContext;
import io.otalite.telemetry.Traceparent;
import io.otalite.tuf.Bytes;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final EventMessage MESSAGE = new EventMessage(
            "topic", "acme", new TreeMap<>(Map.of("ce_type", "io.otalite.Some.v1", "x", "\"ä\"")), Bytes.utf8("value"));

    private OutboxDatabase database;

    @BeforeEach
    void createDatabase() throws Exception {
        database = OutboxDatabase.create();
    }

    @Test
    void aMessageIsStoredWithItsTransaction() throws Exception {
        // When
        database.append(MESSAGE);

        // Then
        assertThat(database.query("select concat_ws('|', aggregatetype, aggregateid, type, payload_size) from outbox"))
                .containsExactly("topic|acme|io.otalite.Some.v1|5");
        try (var store = OutboxStore.connect(database.dataSource())) {
            assertThat(store.pending(10, 1000, List.of())).containsExactly(new OutboxRow.Sendable(1, MESSAGE));
        }
    }

    @Test
    void aMessageIsStoredWithTheTraceThatMadeIt() throws Exception {
        // Given
        var span = new Traceparent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true);
        var names = Map.of(LogContext.TRACE_ID, span.traceId(), LogContext.SPAN_ID, span.spanId());

        // When
        try (var _ = LogContext.with(names)) {
            database.append(MESSAGE);
        }

        // Then
        try (var store = OutboxStore.connect(database.dataSource())) {
            assertThat(store.pending(10, 1000, List.of()))
                    .containsExactly(
                            new OutboxRow.Sendable(1, MESSAGE.withHeader(Traceparent.HEADER, span.toString())));
        }
    }

    @Test
    void aRollbackLeavesNoRow() throws Exception {
        // When
        try (var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            Outbox.append(connection, MESSAGE, OptionalLong.empty());
            connection.rollback();
        }

        // Then
        assertThat(database.rows()).isEmpty();
    }

    @Test
    void aConnectionThatCommitsEachStatementIsRefused() throws Exception {
        try (var connection = database.dataSource().getConnection()) {
            assertThatThrownBy(() -> Outbox.append(connection, MESSAGE, OptionalLong.empty()))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(database.rows()).isEmpty();
    }

    @Test
    void aRefusalOfTheDatabaseNamesTopicAndKey() throws Exception {
        // Given
        database.execute("drop table outbox cascade");

        // When / Then
        assertThatThrownBy(() -> database.append(MESSAGE))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("topic")
                .hasMessageContaining("acme");
    }

    @Test
    void aDocumentIsStoredOnceAndReadThroughTheView() throws Exception {
        // Given
        database.execute("""
                create table document (id bigint primary key, content bytea not null);
                insert into document values (42, 'value');
                create or replace view outbox_message as
                select o.id, o.aggregatetype as topic, o.aggregateid as key, o.headers,
                       coalesce(o.payload, d.content) as payload, o.payload_size, o.created_at, o.blocked_reason
                from outbox o left join document d on d.id = o.document_id""");

        // When
        database.inTransaction(connection -> Outbox.append(connection, MESSAGE, OptionalLong.of(42)));

        // Then
        assertThat(database.query("select payload is null and payload_size = 5 from outbox"))
                .containsExactly("t");
        try (var store = OutboxStore.connect(database.dataSource())) {
            assertThat(store.pending(10, 1000, List.of())).containsExactly(new OutboxRow.Sendable(1, MESSAGE));
        }
    }
}
