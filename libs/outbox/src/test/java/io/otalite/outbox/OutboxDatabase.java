package io.otalite.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.otalite.events.EventMessage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database with an empty outbox on a real Postgres; the server is shared by the tests of this JVM. */
final class OutboxDatabase {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DataSource dataSource;

    private OutboxDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    static OutboxDatabase create() throws SQLException {
        var name = "outbox_" + COUNT.incrementAndGet();
        try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        var database = new OutboxDatabase(Server.POSTGRES.getDatabase("postgres", name));
        database.execute(resource("/outbox/outbox.sql"));
        return database;
    }

    DataSource dataSource() {
        return dataSource;
    }

    /** The pool of the services, with one connection. */
    AgroalDataSource poolOfOne() throws SQLException {
        var url = ((PGSimpleDataSource) dataSource).getURL();
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(5))
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(
                                factory -> factory.jdbcUrl(url).principal(new NamePrincipal("postgres")))));
    }

    void append(EventMessage... messages) throws SQLException {
        inTransaction(connection -> {
            for (var message : messages) {
                Outbox.append(connection, message, OptionalLong.empty());
            }
        });
    }

    void inTransaction(Work work) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            work.with(connection);
            connection.commit();
        }
    }

    void execute(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the answer, as text. */
    List<String> query(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    List<String> rows() throws SQLException {
        return query("select id from outbox order by id");
    }

    /** Cuts the connection of the relay that holds the lock, as a failing network or a failover does. */
    List<String> cutConnectionOfActiveRelay() throws SQLException {
        return query("""
                select pg_terminate_backend(pid)
                from pg_locks
                where locktype = 'advisory' and granted and database = (select oid from pg_database
                                                                        where datname = current_database())""");
    }

    private static String resource(String name) {
        try (var file = OutboxDatabase.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    interface Work {
        void with(Connection connection) throws SQLException;
    }

    /** Started by the first database; zonky's own shutdown hook stops it. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
