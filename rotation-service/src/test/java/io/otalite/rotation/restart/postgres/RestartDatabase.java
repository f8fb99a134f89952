package io.otalite.rotation.restart.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.otalite.events.CloudEvents;
import io.otalite.events.Event;
import io.otalite.events.EventMessage;
import io.otalite.tuf.Bytes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/** A database with the tables of the service, that can be emptied. */
public final class RestartDatabase implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final EmbeddedPostgres postgres;
    private final AgroalDataSource pool;

    public RestartDatabase() {
        try {
            postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pool = pool(postgres.getJdbcUrl("postgres", "postgres"));
        Flyway.configure().dataSource(dataSource()).load().migrate();
    }

    /** Each connection is a process of the server, so that they are used again, if nobody was interrupted while using one. */
    private static AgroalDataSource pool(String url) {
        var connections = new AgroalConnectionFactoryConfigurationSupplier()
                .jdbcUrl(url)
                .principal(new NamePrincipal("postgres"));
        var pool = new AgroalConnectionPoolConfigurationSupplier()
                .maxSize(8)
                .acquisitionTimeout(Duration.ofSeconds(10))
                .connectionValidator(ConnectionValidator.defaultValidator())
                .validateOnBorrow(true)
                .connectionFactoryConfiguration(connections);
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public DataSource dataSource() {
        return pool;
    }

    public Jdbi jdbi() {
        return Jdbi.create(dataSource());
    }

    public void empty() {
        jdbi().useHandle(handle -> handle.execute(
                "truncate restart_change, restart_task, restart_stop, restart_quarantine, outbox restart identity"));
    }

    /** What was told, in order. */
    public List<Event> events() {
        return jdbi().withHandle(handle -> handle.createQuery(
                        "select topic, key, headers, payload from outbox_message order by id")
                .map((row, context) -> CloudEvents.decode(new EventMessage(
                        row.getString("topic"),
                        row.getString("key"),
                        headers(row.getString("headers")),
                        Bytes.copyOf(row.getBytes("payload")))))
                .list());
    }

    private static TreeMap<String, String> headers(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        pool.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
