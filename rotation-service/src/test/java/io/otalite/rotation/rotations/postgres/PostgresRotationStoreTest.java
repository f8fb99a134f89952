package io.otalite.rotation.rotations.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.otalite.rotation.rotations.RotationScene;
import io.otalite.rotation.rotations.RotationStore;
import io.otalite.rotation.rotations.RotationStoreContractTest;
import io.otalite.rotation.rotations.State;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresRotationStoreTest extends RotationStoreContractTest {
    private static EmbeddedPostgres postgres;
    private static AgroalDataSource database;
    private static Jdbi jdbi;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        database = RotationScene.database(postgres);
        jdbi = Jdbi.create(database);
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        postgres.close();
    }

    @Override
    protected RotationStore store() {
        jdbi.useHandle(handle -> handle.execute("truncate rotation, rotation_lock, rotation_history, outbox"));
        return another("one");
    }

    @Override
    protected RotationStore another(String instance) {
        return new PostgresRotationStore(database, RotationScene.sealing(), URI.create("urn:test"), instance);
    }

    @Override
    protected void expireClaims() {
        jdbi.useHandle(handle -> handle.execute("update rotation set claimed_until = '-infinity'"));
    }

    @Override
    protected void makeUnreadable(String id) {
        jdbi.useHandle(handle -> handle.execute(
                "update rotation set state = 'OF_TOMORROW', body = '{\"state\": \"OF_TOMORROW\"}' where id = ?", id));
    }

    /** Earlier versions kept them in clear, of what may be in use for a long time. */
    @Test
    void plansLoseTheirDigests() {
        // Given
        var flyway = Flyway.configure().dataSource(database).schemas("earlier");
        flyway.target("5").load().migrate();
        jdbi.useHandle(handle -> handle.execute("""
                insert into earlier.rotation (id, plan, state, body, since)
                values ('one', '{"requestedBy": "me", "destinations": [
                  {"uid": "1", "digests": {"a": "digest"}}, {"uid": "2", "digests": {}}]}', 'REFUSED', '{}', now())"""));

        // When
        flyway.target("latest").load().migrate();

        // Then
        String plan = jdbi.withHandle(handle -> handle.createQuery("select plan::text from earlier.rotation")
                .mapTo(String.class)
                .one());
        assertThat(plan).isEqualTo("{\"requestedBy\": \"me\", \"destinations\": [{\"uid\": \"1\"}, {\"uid\": \"2\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESTORING", "DISCARDING"})
    void whatAnEarlierVersionKnewNothingOfIsEmpty(String state) {
        // Given
        var store = store();
        store.begin(rotation("one"), Set.of("a"));
        jdbi.useHandle(handle -> handle.createUpdate("update rotation set body = :body::jsonb")
                .bind("body", """
                        {"state": "%s", "reason": "why", "stagedAt": "2026-11-25T12:00:00Z",
                         "exposed": {"from": "2026-11-25T12:00:00Z", "until": "2026-11-25T12:01:00Z"}}""".formatted(state))
                .execute());

        // When
        var read = store.find("one").orElseThrow().state();

        // Then
        switch (read) {
            case State.Restoring restoring -> assertThat(restoring.enabledAt()).isEmpty();
            case State.Discarding discarding ->
                assertThat(discarding.quietSince()).isEmpty();
            default -> throw new AssertionError(read);
        }
    }

    /** Whatever a test has left there. */
    @AfterEach
    void nothingCanBeReadInTheDatabase() {
        var bytes = jdbi.withHandle(
                handle -> handle.createQuery("select confidential from rotation where confidential is not null")
                        .mapTo(byte[].class)
                        .list());
        assertThat(bytes)
                .allSatisfy(cipher -> assertThat(new String(cipher, StandardCharsets.ISO_8859_1))
                        .doesNotContain("private", "intent", "digest"));
    }
}
