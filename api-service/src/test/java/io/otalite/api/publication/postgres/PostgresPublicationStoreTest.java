package io.otalite.api.publication.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.publication.House;
import io.otalite.api.publication.PublicationStore;
import io.otalite.api.publication.PublicationStoreContractTest;
import io.otalite.audit.AuditChain;
import io.otalite.audit.AuditVerdict;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.RepositoryVersions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresPublicationStoreTest extends PublicationStoreContractTest {
    private static final FactoryName ACME = new FactoryName("acme");
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
        return replica();
    }

    private static PublicationStore replica() {
        return new PostgresPublicationStore(postgres.getPostgresDatabase(), URI.create("urn:test"));
    }

    /**
     * Two replicas at once, and changes that are given up after they were recorded. The entry comes first: so nothing but
     * the lock that the work begins with keeps two from following the same one.
     */
    @Test
    void theTrailHasNoGapWhoeverChangesTheFactory() throws Exception {
        var stores = List.of(store(), replica());
        new House(stores.getFirst()).create(ACME);
        var changes = IntStream.range(0, 60)
                .mapToObj(i -> (Callable<Boolean>) () -> changed(stores.get(i % 2), i % 3 == 0))
                .toList();

        try (var callers = Executors.newFixedThreadPool(6)) {
            for (var done : callers.invokeAll(changes)) {
                done.get();
            }
        }

        var lines = new StringBuilder();
        stores.getFirst()
                .auditTrail(ACME, 0, 100)
                .forEach(line -> lines.append(line.line()).append('\n'));
        var verdict = AuditChain.verify(Bytes.utf8(lines.toString()).asInputStream(), Optional.empty());
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        AuditVerdict.Intact.class,
                        intact -> assertThat(intact.entries()).isEqualTo(1 + 40));
    }

    private static boolean changed(PublicationStore store, boolean givenUp) {
        try {
            return store.locked(ACME, locked -> {
                        locked.record(House.CHANGED);
                        locked.change(House.SETTINGS);
                        if (givenUp) {
                            throw new UnsupportedOperationException("given up");
                        }
                        return true;
                    })
                    .orElseThrow();
        } catch (UnsupportedOperationException expected) {
            return false;
        }
    }

    /** A replica of the release before, which does not know of the versions of snapshots and timestamps. */
    @Test
    void whatTheReleaseBeforePublishesIsServed() throws SQLException {
        var store = store();
        var house = new House(store);
        house.create(ACME);
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var sql = connection.createStatement()) {
            sql.execute("update factory set head_version = 2 where name = 'acme'");
            sql.execute(
                    "insert into factory (name, public_metadata, head_version, created_at) values ('old', false, 1, now())");
        }

        var versions = store.find(ACME).orElseThrow().heads().versions();
        assertThat(versions).isEqualTo(RepositoryVersions.all(new MetadataVersion(2)));
        var old = store.find(new FactoryName("old")).orElseThrow();
        assertThat(old.settings()).isEqualTo(House.SETTINGS);
        assertThat(old.heads().versions()).isEqualTo(RepositoryVersions.all(MetadataVersion.FIRST));
    }

    /** Columns are for those who look with SQL; what counts is the line. */
    @Test
    void theColumnsSayWhatTheLineSays() throws SQLException {
        new House(store()).create(ACME);

        try (var connection = postgres.getPostgresDatabase().getConnection();
                var row = connection.createStatement().executeQuery("""
                        select a.*, line::jsonb as json from audit_entry a where line::jsonb ->> 'at' = '2030-01-01T00:00:00Z'
                          and line::jsonb = jsonb_build_object('factory', 'acme', 'seq', seq, 'at', '2030-01-01T00:00:00Z',
                            'actor', actor, 'action', action, 'previous', previous, 'hash', hash,
                            'details', line::jsonb -> 'details')
                          and at = '2030-01-01T00:00:00Z'""")) {
            assertThat(row.next()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"update audit_entry set actor = 'nobody'", "delete from audit_entry", "truncate audit_entry"})
    void entriesOfTheTrailAreNeverChangedOrRemoved(String statement) throws SQLException {
        var store = store();
        new House(store).create(ACME);

        try (var connection = postgres.getPostgresDatabase().getConnection();
                var sql = connection.createStatement()) {
            assertThatThrownBy(() -> sql.execute(statement))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("never changed or removed");
        }

        assertThat(store.auditTrail(ACME, 0, 10)).hasSize(1);
    }
}
