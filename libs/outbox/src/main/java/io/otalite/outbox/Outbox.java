package io.otalite.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otalite.events.EventMessage;
import io.otalite.telemetry.Traceparent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.OptionalLong;

/**
 * Where a service leaves a message, in the same transaction as the state change it tells of: both are committed or
 * neither is.
 *
 * <p>The order of messages with one key is the order of their rows, and that is the order of their transactions only if
 * they exclude each other: lock something that belongs to the key (the factory's row) before appending.
 */
public final class Outbox {

    private static final String INSERT = """
            insert into outbox (aggregatetype, aggregateid, type, headers, payload, document_id, payload_size)
            values (?, ?, ?, ?::jsonb, ?, ?, ?)""";

    private static final JsonMapper JSON = new JsonMapper();

    private Outbox() {}

    /**
     * Appends a message to the outbox of the connection's database, with the trace that this thread works in. Call {@link OutboxRelay#wake()} after the commit to
     * have it sent at once; without, it is found at the next look.
     *
     * @param connection in a transaction, which this method neither commits nor rolls back
     * @param documentId the row the view {@code outbox_message} takes the payload from; if absent, the message's value
     *     is stored in the outbox
     * @throws IllegalStateException if the connection commits each statement by itself
     * @throws OutboxException if the database refuses the row; the caller's transaction is then to be rolled back
     */
    public static void append(Connection connection, EventMessage message, OptionalLong documentId) {
        try {
            requireTransaction(connection);
            insert(connection, traced(message), documentId);
        } catch (SQLException e) {
            throw new OutboxException(
                    "The message for topic " + message.topic() + ", key " + message.key() + " could not be stored", e);
        }
    }

    private static EventMessage traced(EventMessage message) {
        return Traceparent.current()
                .map(span -> message.withHeader(Traceparent.HEADER, span.toString()))
                .orElse(message);
    }

    private static void requireTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException(
                    "A message must be appended in the transaction of its state change, and the connection has none open");
        }
    }

    private static void insert(Connection connection, EventMessage message, OptionalLong documentId)
            throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, message.topic());
            insert.setString(2, message.key());
            insert.setString(3, message.headers().getOrDefault("ce_type", ""));
            insert.setString(4, headers(message));
            if (documentId.isPresent()) {
                insert.setNull(5, Types.BINARY);
                insert.setLong(6, documentId.getAsLong());
            } else {
                insert.setBytes(5, message.value().toArray());
                insert.setNull(6, Types.BIGINT);
            }
            insert.setInt(7, message.value().size());
            insert.executeUpdate();
        }
    }

    private static String headers(EventMessage message) {
        try {
            return JSON.writeValueAsString(message.headers());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A map of strings must be writable", e);
        }
    }
}
