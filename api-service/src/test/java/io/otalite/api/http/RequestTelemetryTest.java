package io.otalite.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.otalite.logging.JsonLines;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The name of a request, in its answer and in the log, and its trace. */
@QuarkusTest
@QuarkusTestResource(RealPostgres.class)
class RequestTelemetryTest extends FactoryOfTheTest {
    private static final Logger LOGGER = Logger.getLogger("io.otalite");

    private final Lines lines = new Lines();

    @Inject
    DataSource database;

    @BeforeEach
    void listen() {
        LOGGER.addHandler(lines);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(lines);
    }

    @ParameterizedTest
    @CsvSource({"/v1/factories,200", "/v1/factories/none,404", "/no-such-path,404", "/v1/factories?page_size=-1,400"})
    void everyAnswerNamesItsRequest(String path, int status) {
        admin().header("X-Request-Id", "build_42.retry-1")
                .get(path)
                .then()
                .statusCode(status)
                .header("X-Request-Id", "build_42.retry-1");
    }

    @Test
    void soDoRefusalsThatNoResourceHasSeen() {
        given().header("X-Request-Id", "stranger")
                .get("/v1/factories")
                .then()
                .statusCode(401)
                .header("X-Request-Id", "stranger")
                .body("requestId", equalTo("stranger"));
        admin().header("X-Request-Id", "nul")
                .urlEncodingEnabled(false)
                .get("/v1/factories/%00")
                .then()
                .statusCode(400)
                .header("X-Request-Id", "nul")
                .body("requestId", equalTo("nul"));
    }

    static String[] whatNoLineCanCarry() {
        return new String[] {"a b", "\"quoted\"", "x".repeat(65), "x".repeat(10_000)};
    }

    @ParameterizedTest
    @MethodSource("whatNoLineCanCarry")
    void anotherIsMadeForWhatNoLineCanCarry(String forged) {
        admin().header("X-Request-Id", forged)
                .get("/v1/factories")
                .then()
                .statusCode(200)
                .header("X-Request-Id", matchesPattern("[A-Za-z0-9_-]{16}"));
    }

    @Test
    void whatIsLoggedOnItsWayNamesItAndTellsNoSecret() throws SQLException {
        // When
        withoutDocuments(() -> {
            admin().header("X-Request-Id", "first").get(targets()).then().header("X-Request-Id", "first");
            admin().header("X-Request-Id", "second").get(targets()).then().header("X-Request-Id", "second");
        });

        // Then
        assertThat(lines.with("requestId", "first")).isNotEmpty().allSatisfy(line -> {
            assertThat(line.path("factory").asText()).isEqualTo(factory);
            assertThat(line.path("traceId").asText()).matches("[0-9a-f]{32}");
        });
        assertThat(lines.with("requestId", "second")).hasSameSizeAs(lines.with("requestId", "first"));
        assertThat(lines.texts).noneMatch(line -> line.contains("admin-token-of-the-test"));
    }

    @Test
    void aPublicationIsCommittedWithTheTraceOfItsRequestAlthoughNobodyCollectsIt() throws SQLException {
        // Given
        var trace = "0af7651916cd43dd8448eb211c80319c";
        var caller = "00-" + trace + "-b7ad6b7169203331-01";

        // When
        admin().header("traceparent", caller)
                .body("{\"targets\":{%s}}".formatted(target("board-lmp-1", "main")))
                .put(targets())
                .then()
                .statusCode(200);

        // Then
        assertThat(traceparents())
                .last(as(STRING))
                .matches("00-" + trace + "-[0-9a-f]{16}-01")
                .isNotEqualTo(caller);
    }

    private List<String> traceparents() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select headers ->> 'traceparent' from outbox where aggregateid = ? order by id")) {
            query.setString(1, factory);
            var found = new ArrayList<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    private void withoutDocuments(Runnable requests) throws SQLException {
        execute("alter table document rename to document_away");
        try {
            requests.run();
        } finally {
            execute("alter table document_away rename to document");
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Formats where it is logged, as the console does: the log context is that thread's. */
    private static final class Lines extends Handler {
        private static final JsonMapper JSON = new JsonMapper();

        private final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            texts.add(new JsonLines().format(line));
        }

        private List<JsonNode> with(String field, String value) {
            return texts.stream()
                    .map(Lines::parsed)
                    .filter(line -> line.path(field).asText().equals(value))
                    .toList();
        }

        private static JsonNode parsed(String line) {
            try {
                return JSON.readTree(line);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
