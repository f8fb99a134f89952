package io.otalite.api.publication.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.api.publication.Factory;
import io.otalite.api.publication.House;
import io.otalite.api.publication.InMemoryPublicationStore;
import io.otalite.api.publication.SetId;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RepositoryVersions;
import io.otalite.tuf.RoleName;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A database that the release before has filled. */
class UpgradeTest {
    private static final FactoryName ACME = new FactoryName("acme");
    private static final SetId FULL = SetId.full(Dialect.TUF);

    private final InMemoryPublicationStore published = new InMemoryPublicationStore();
    private final House house = new House(published);

    @Test
    void whatWasPublishedBeforeIsServedAndGoesOn() throws IOException {
        // Given
        house.create(ACME);
        house.publish(ACME, House.add("board-lmp-1"));
        var before = published.find(ACME).orElseThrow();

        try (var postgres = EmbeddedPostgres.start()) {
            var database = postgres.getPostgresDatabase();
            migrate(database, "1");
            Jdbi.create(database).useHandle(this::fill);

            // When
            migrate(database, "latest");

            // Then
            var store = new PostgresPublicationStore(database, URI.create("urn:test"));
            var after = store.find(ACME).orElseThrow();
            assertThat(after.heads().versions()).isEqualTo(RepositoryVersions.all(new MetadataVersion(2)));
            assertThat(after.heads().root()).isEqualTo(MetadataVersion.FIRST);
            assertThat(after.heads().expiries()).isEqualTo(before.heads().expiries());
            assertThat(after.heads().refreshAt()).isBefore(Instant.now().plus(Duration.ofDays(1)));
            assertThat(after).extracting(Factory::settings).isEqualTo(House.SETTINGS);
            assertThat(store.served(ACME, FULL, RoleName.TARGETS))
                    .isEqualTo(published.served(ACME, FULL, RoleName.TARGETS));
        }
    }

    private static void migrate(DataSource database, String target) {
        Flyway.configure().dataSource(database).target(target).load().migrate();
    }

    private void fill(Handle handle) {
        handle.execute(
                "insert into factory (name, public_metadata, head_version, created_at) values ('acme', false, 2, now())");
        published
                .documents()
                .forEach((identity, content) -> handle.createUpdate("""
                                insert into document (factory_id, dialect, set_name, role, version, sha256, content)
                                values (1, :dialect, :set, :role, :version, :sha256, :content)""")
                        .bind("dialect", identity.dialect().id())
                        .bind("set", identity.set())
                        .bind("role", identity.role().json())
                        .bind("version", identity.version().value())
                        .bind("sha256", content.sha256().hex())
                        .bind("content", content.toArray())
                        .execute());
    }
}
