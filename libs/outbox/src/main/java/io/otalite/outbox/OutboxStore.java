package io.otalite.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otalite.events.EventMessage;
import io.otalite.outbox.OutboxRow.Sendable;
import io.otalite.outbox.OutboxRow.Unsendable;
import io.otalite.tuf.Bytes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The outbox as the relay uses it: one connection that holds the relay's lock and does all its reading and deleting.
 *
 * <p>That it is one connection is the point. The lock lives as long as the connection, so a relay that lost its lock
 * notices with its next statement, and can neither read nor delete a row of the relay that came after it.
 */
final class OutboxStore implements AutoCloseable {

    /** A database that does not answer for so long is given up; the lock must not hang on a dead connection. */
    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(30);

    private static final String TRY_LOCK = "select pg_try_advisory_lock(hashtextextended(?, 0))";

    private static final String UNLOCK = "select pg_advisory_unlock_all()";

    /** The window adds up sizes, so that a payload too many is never read; the first row always passes. */
    private static final String PENDING = """
            select id, topic, key, headers, payload
            from (select id, topic, key, headers, payload, payload_size,
                         sum(payload_size) over (order by id) as total
                  from (select *
                        from outbox_message m
                        where blocked_reason is null
                          and key <> all (?)
                          and not exists (select from outbox b
                                          where b.blocked_reason is not null and b.aggregateid = m.key and b.id < m.id)
                        order by id
                        limit ?) next) sized
            where total <= ? or total = payload_size
            order by id""";

    private static final String DELETE = "delete from outbox where id = any (?)";

    private static final String BLOCK = "update outbox set blocked_reason = ? where id = ?";

    private static final String BACKLOG = """
            select count(*) filter (where blocked_reason is null),
                   count(*) filter (where blocked_reason is not null),
                   extract(epoch from clock_timestamp() - min(created_at) filter (where blocked_reason is null))
            from outbox""";

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<TreeMap<String, String>> HEADERS = new TypeReference<>() {};

    private final Connection connection;
    private final int networkTimeoutBefore;

    private OutboxStore(Connection connection, int networkTimeoutBefore) {
        this.connection = connection;
        this.networkTimeoutBefore = networkTimeoutBefore;
    }

    static OutboxStore connect(DataSource dataSource) {
        try {
            var connection = dataSource.getConnection();
            try {
                return prepared(connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new OutboxException("No connection to the database of the outbox", e);
        }
    }

    private static OutboxStore prepared(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        var networkTimeoutBefore = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(NETWORK_TIMEOUT.toMillis()));
        return new OutboxStore(connection, networkTimeoutBefore);
    }

    /** Takes the lock of that name if nobody has it; it is held until this store is closed or its connection dies. */
    boolean tryLock(String name) {
        try (var query = connection.prepareStatement(TRY_LOCK)) {
            query.setString(1, name);
            try (var result = query.executeQuery()) {
                result.next();
                return result.getBoolean(1);
            }
        } catch (SQLException e) {
            throw new OutboxException("The lock of the relay " + name + " could not be asked for", e);
        }
    }

    /**
     * The first rows that may be sent, by id: none that is blocked, none behind a blocked one of its key.
     *
     * @param rows how many at most
     * @param bytes how much payload at most, except that a single larger row is returned
     * @param keysToSkip keys whose rows are to wait
     */
    List<OutboxRow> pending(int rows, long bytes, Collection<String> keysToSkip) {
        try (var query = connection.prepareStatement(PENDING)) {
            query.setArray(1, connection.createArrayOf("text", keysToSkip.toArray()));
            query.setInt(2, rows);
            query.setLong(3, bytes);
            var pending = new ArrayList<OutboxRow>();
            try (var result = query.executeQuery()) {
                while (result.next()) {
                    pending.add(row(result));
                }
            }
            return pending;
        } catch (SQLException e) {
            throw new OutboxException("The outbox could not be read", e);
        }
    }

    void delete(Collection<Long> ids) {
        try (var statement = connection.prepareStatement(DELETE)) {
            statement.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new OutboxException("Rows that were sent could not be deleted; they will be sent again", e);
        }
    }

    /** Marks a row as one that cannot be sent; it holds back the later rows of its key until someone clears the mark. */
    void block(long id, String reason) {
        try (var statement = connection.prepareStatement(BLOCK)) {
            statement.setString(1, reason);
            statement.setLong(2, id);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new OutboxException("The row " + id + " could not be marked as blocked", e);
        }
    }

    Backlog backlog() {
        try (var query = connection.prepareStatement(BACKLOG);
                var result = query.executeQuery()) {
            result.next();
            var seconds = Optional.ofNullable(result.getBigDecimal(3));
            return new Backlog(
                    result.getLong(1),
                    result.getLong(2),
                    seconds.map(s -> Duration.ofMillis(s.movePointRight(3).longValue())));
        } catch (SQLException e) {
            throw new OutboxException("The rows of the outbox could not be counted", e);
        }
    }

    private static OutboxRow row(ResultSet result) throws SQLException {
        var id = result.getLong("id");
        var topic = result.getString("topic");
        var key = result.getString("key");
        byte[] payload = result.getBytes("payload");
        if (payload == null) {
            return new Unsendable(id, topic, key, "The document of this row does not exist");
        }
        try {
            var headers = JSON.readValue(result.getString("headers"), HEADERS);
            return new Sendable(id, new EventMessage(topic, key, headers, Bytes.copyOf(payload)));
        } catch (JsonProcessingException e) {
            return new Unsendable(id, topic, key, "The headers of this row are not an object of strings");
        }
    }

    /**
     * Gives the connection back without the lock. A connection that cannot be unlocked is broken off: in a pool it would
     * keep the lock for ever and no relay could work again.
     */
    @Override
    public void close() {
        try (connection) {
            unlockOrBreakOff();
        } catch (SQLException e) {
            throw new OutboxException("The connection of the relay could not be closed", e);
        }
    }

    private void unlockOrBreakOff() throws SQLException {
        try (var unlock = connection.prepareStatement(UNLOCK)) {
            unlock.execute();
            connection.setNetworkTimeout(Runnable::run, networkTimeoutBefore);
        } catch (SQLException _) {
            breakOff();
        }
    }

    /**
     * Ends the session and lets the pool see that. Aborted through the wrapper of a pool it would not do: Agroal ends nothing then, takes the
     * connection for closed, and its place in the pool is lost for ever.
     */
    private void breakOff() {
        try {
            connection.unwrap(Connection.class).abort(Runnable::run);
            connection.unwrap(Connection.class);
        } catch (SQLException _) {
            // It is closed, and the pool has seen it.
        }
    }
}
