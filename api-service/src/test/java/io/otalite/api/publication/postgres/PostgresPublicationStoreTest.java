package io.otalite.api.publication.postgres;

import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.PublicationStoreContractTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresPublicationStoreTest extends PublicationStoreContractTest {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    protected PublicationStore store() {
        var database = postgres.getPostgresDatabase();
        var flyway =
                Flyway.configure().dataSource(database).cleanDisabled(false).load();
        flyway.clean();
        flyway.migrate();
        return new PostgresPublicationStore(database, URI.create("urn:test"));
    }
}
