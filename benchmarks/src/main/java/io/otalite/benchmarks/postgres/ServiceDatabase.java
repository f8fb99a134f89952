package io.otalite.benchmarks.postgres;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalConnectionFactoryConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.otalite.benchmarks.load.LoadException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A Postgres server with the tables of the rotation-service, and a pool as small as the service's own. What it acknowledges is on the
 * disk: a commit costs here what it costs there.
 */
public final class ServiceDatabase implements AutoCloseable {
    private static final String SUPERUSER = "postgres";
    private static final int CONNECTIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EmbeddedPostgres server;
    private final AgroalDataSource pool;

    private ServiceDatabase(EmbeddedPostgres server, AgroalDataSource pool) {
        this.server = server;
        this.pool = pool;
    }

    /** Starts the server on a free port and makes the tables. */
    public static ServiceDatabase start() {
        try {
            var server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            var database = new ServiceDatabase(server, pool(server.getJdbcUrl(SUPERUSER, SUPERUSER)));
            Flyway.configure().dataSource(database.pool).load().migrate();
            return database;
        } catch (IOException | SQLException e) {
            throw new LoadException("The database does not start", e);
        }
    }

    private static AgroalDataSource pool(String url) throws SQLException {
        var factory =
                new AgroalConnectionFactoryConfigurationSupplier().jdbcUrl(url).principal(new NamePrincipal(SUPERUSER));
        var pool = new AgroalConnectionPoolConfigurationSupplier()
                .maxSize(CONNECTIONS)
                .acquisitionTimeout(PATIENCE)
                .connectionValidator(ConnectionValidator.defaultValidator())
                .connectionFactoryConfiguration(factory);
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(pool));
    }

    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new LoadException("The database does not stop", e);
        }
    }
}
