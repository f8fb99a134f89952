package io.otalite.rotation.findings.postgres;

import static io.otalite.rotation.findings.Samples.NOON;
import static io.otalite.rotation.findings.Samples.WEB;
import static io.otalite.rotation.findings.Samples.finding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otalite.events.CloudEvents;
import io.otalite.events.Event;
import io.otalite.events.EventMessage;
import io.otalite.rotation.findings.Finding;
import io.otalite.rotation.findings.FindingStore;
import io.otalite.rotation.findings.FindingStoreContractTest;
import io.otalite.rotation.findings.FindingsUnavailableException;
import io.otalite.rotation.findings.OpenFinding;
import io.otalite.rotation.findings.Samples;
import io.otalite.rotation.judgement.Reason;
import io.otalite.rotation.judgement.Verdict;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresFindingStoreTest extends FindingStoreContractTest {
    private static final JsonMapper JSON = new JsonMapper();
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
    protected FindingStore store() {
        var database = postgres.getPostgresDatabase();
        var flyway =
                Flyway.configure().dataSource(database).cleanDisabled(false).load();
        flyway.clean();
        flyway.migrate();
        return new PostgresFindingStore(database, URI.create("urn:test"));
    }

    @Override
    protected List<Event> events() {
        return Jdbi.create(postgres.getPostgresDatabase())
                .withHandle(handle -> handle.createQuery(
                                "select topic, key, headers, payload from outbox_message order by id")
                        .map((row, context) -> CloudEvents.decode(new EventMessage(
                                row.getString("topic"),
                                row.getString("key"),
                                headers(row.getString("headers")),
                                Bytes.copyOf(row.getBytes("payload")))))
                        .list());
    }

    @Test
    void aFindingWhoseEventCannotBeKeptIsNotOpen() {
        // Given
        var store = store();
        var jdbi = Jdbi.create(postgres.getPostgresDatabase());
        jdbi.useHandle(handle -> handle.execute("alter table outbox add constraint none check (false)"));

        // When
        assertThatThrownBy(() -> store.record(List.of(finding(WEB, "missing")), List.of(), NOON))
                .isInstanceOf(FindingsUnavailableException.class);

        // Then
        assertThat(store.open()).isEmpty();
    }

    /** A template may name anything. */
    @Test
    void aNameThatNoDatabaseKeepsIsNoHindrance() {
        // Given
        var store = store();
        var target = new ObjectRef("Secret", "shop", "\0");
        var known = Samples.reason(Verdict.BLOCKED_START, "\0 is missing");
        var reason = new Reason(
                known.verdict(),
                known.cause(),
                Optional.of("\0"),
                "/spec/\0",
                target,
                Optional.of("\0"),
                known.message(),
                known.since(),
                known.evidence(),
                Optional.empty(),
                Optional.empty());
        var finding = new Finding(WEB, reason, NOON, 0, NOON);

        // When
        store.record(List.of(finding), List.of(), NOON);

        // Then
        assertThat(store.open()).extracting(OpenFinding::id).containsExactly(finding.id());
        assertThat(events()).hasSize(1);
    }

    private static TreeMap<String, String> headers(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
