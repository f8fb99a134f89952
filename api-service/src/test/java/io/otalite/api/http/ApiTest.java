package io.otalite.api.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.otalite.audit.AuditChain;
import io.otalite.audit.AuditVerdict;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.Socket;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The users' API as a client sees it, over a real database and without Kafka. */
@QuarkusTest
@QuarkusTestResource(RealPostgres.class)
class ApiTest extends FactoryOfTheTest {

    @Test
    void aPublishedTargetIsThereForUsersAndDevices() {
        var job = put(target("board-lmp-1", "main"));

        job.then().statusCode(200).body("version", equalTo(2)).body("jobserv-url", endsWith("/jobs/2/"));
        admin().get(targets()).then().body("$", aMapWithSize(1)).header("ETag", equalTo(job.header("ETag")));
        admin().get(targets() + "board-lmp-1").then().body("custom.tags[0]", equalTo("main"));
        var document = admin().get(metadata("2.targets.json"));
        document.then().statusCode(200).header("Cache-Control", "private, max-age=31536000, immutable");
        assertThat(document.header("ETag")).isEqualTo(job.header("ETag"));
        admin().get(metadata("timestamp.json"))
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, no-cache")
                .body("signed.version", equalTo(2));
    }

    @Test
    void theJobOfAPublicationIsFinishedAtOnce() {
        var job = put(target("board-lmp-1", "main")).jsonPath().getString("jobserv-url");

        var log = admin().header("X-OFFSET", "0").get(job + "runs/UpdateTargets/console.log");

        log.then().statusCode(200).header("X-RUN-STATUS", nullValue()).body(containsString("Published version 2"));
    }

    @Test
    void whoDidWhatIsListedAndExportedAsOneChain() throws IOException {
        put(target("board-lmp-1", "main"));
        admin().body("{\"publicMetadata\":true}")
                .patch("/v1/factories/" + factory)
                .then()
                .statusCode(200);
        var audit = "/v1/factories/" + factory + "/audit";

        var exported = admin().get(audit + "/export");

        exported.then().statusCode(200).contentType("application/jsonl");
        assertThat(AuditChain.verify(exported.asInputStream(), Optional.empty()))
                .isInstanceOf(AuditVerdict.Intact.class);
        admin().get(audit)
                .then()
                .statusCode(200)
                .body("items.action", contains("factory-created", "published", "factory-changed"))
                .body("items.actor", everyItem(equalTo("admin")))
                .body("items[2].details.publicMetadata", equalTo("false -> true"));
        given().get(audit + "/export").then().statusCode(401);
    }

    @Test
    void theCommandLineLearnsTheNumberOfTheNewestBuild() {
        put(target("board-lmp-1", "main"));

        admin().get("/projects/" + factory + "/lmp/builds/latest/?all=1")
                .then()
                .statusCode(200)
                .body("data.build.build_id", equalTo(2));
    }

    @Test
    void whatARequestMayNestCanBePublished() {
        var deepest = "\"x\":" + "[".repeat(28) + "]".repeat(28);
        var tooDeep = "\"x\":" + "[".repeat(29) + "]".repeat(29);

        put(target("board-lmp-1", "main").replace("\"tags\"", deepest + ",\"tags\""))
                .then()
                .statusCode(200);
        put(target("board-lmp-1", "main").replace("\"tags\"", tooDeep + ",\"tags\""))
                .then()
                .statusCode(400)
                .body("code", equalTo("too_deep"));
    }

    @Test
    void taggingChangesTagsAndNothingElse() {
        put(target("board-lmp-1", "devel"));

        admin().body("{\"targets\":{\"board-lmp-1\":{\"custom\":{\"tags\":[\"main\"]}}}}")
                .patch(targets())
                .then()
                .statusCode(200);

        admin().get(targets() + "board-lmp-1")
                .then()
                .body("custom.tags", hasSize(1))
                .body("custom.tags[0]", equalTo("main"))
                .body("custom.version", equalTo("1"));
    }

    @Test
    void pruningRemovesAllOrNothing() {
        put(target("board-lmp-1", "devel") + "," + target("board-lmp-2", "devel"));

        admin().body("{\"targets\":[\"board-lmp-1\",\"nope\"]}")
                .delete(targets())
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_target"));
        admin().body("{\"targets\":[\"board-lmp-1\"]}").delete(targets()).then().statusCode(200);

        admin().get(targets()).then().body("$", aMapWithSize(1));
    }

    @Test
    void aTargetOfTheVersionIsFoundByItsNumber() {
        put(target("board-lmp-1", "devel"));

        admin().get(targets() + "?version=1").then().body("$", aMapWithSize(1));
        admin().get(targets() + "?version=2").then().body("$", aMapWithSize(0));
    }

    @Test
    void aNameWithSlashesIsOneTarget() {
        put(target("boards/one/lmp-1", "devel"));

        admin().get(targets() + "boards/one/lmp-1").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-Match", "x-ats-role-checksum"})
    void aStaleClientIsToldSo(String header) {
        var stale = put(target("board-lmp-1", "devel")).header("x-ats-role-checksum");
        put(target("board-lmp-2", "devel"));
        var value = header.equals("If-Match") ? "\"" + stale + "\"" : stale;

        admin().header(header, value)
                .body("{\"targets\":{}}")
                .put(targets())
                .then()
                .statusCode(412)
                .body("code", equalTo("targets_changed"));
        admin().get("/v1/factories/" + factory).then().body("version", equalTo(3));
    }

    @Test
    void aClientThatIsUpToDateMayReplace() {
        var tag = put(target("board-lmp-1", "devel")).header("ETag");

        admin().header("If-Match", tag)
                .body("{\"targets\":{}}")
                .put(targets())
                .then()
                .statusCode(200);
    }

    @Test
    void changesAtOnceAllHappen() throws Exception {
        put(IntStream.range(0, 12)
                .mapToObj(i -> target("board-lmp-" + i, "devel"))
                .reduce((a, b) -> a + "," + b)
                .get());
        var changes = IntStream.range(0, 12)
                .mapToObj(i -> (Callable<Integer>) () -> admin().body(
                                "{\"targets\":{\"board-lmp-%d\":{\"custom\":{\"tags\":[\"main\"]}}}}".formatted(i))
                        .patch(targets())
                        .statusCode())
                .toList();

        try (var clients = Executors.newFixedThreadPool(12)) {
            for (var change : clients.invokeAll(changes)) {
                assertThat(change.get()).isEqualTo(200);
            }
        }

        var tags = admin().get(targets()).jsonPath().getList("collect { it.value.custom.tags[0] }", String.class);
        assertThat(tags).hasSize(12).containsOnly("main");
        admin().get("/v1/factories/" + factory).then().body("version", equalTo(14));
    }

    @ParameterizedTest
    @CsvSource({"OSF-TOKEN, ''", "Authorization, 'Bearer '"})
    void everyFormOfTheTokenIsTaken(String header, String prefix) {
        var token = RealPostgres.ADMIN.reveal();
        var wrapped = Base64.getEncoder().encodeToString(token.getBytes(UTF_8));

        given().header(header, prefix + token).get("/v1/factories").then().statusCode(200);
        if (!prefix.isEmpty()) {
            given().header(header, prefix + wrapped).get("/v1/factories").then().statusCode(200);
        }
        given().header(header, prefix + "wrong").get("/v1/factories").then().statusCode(401);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // body                                                                     | status | code
                "{                                                                          | 400    | malformed",
                "[]                                                                         | 400    | not_an_object",
                "{\"targets\":{}} {}                                                        | 400    | trailing_content",
                "{\"targets\":{},\"targets\":{}}                                            | 400    | duplicate_member",
                "{\"targets\":[]}                                                           | 400    | invalid_request",
                "{\"targets\":{\"a\":{\"length\":1.5}}}                                     | 400    | not_an_integer",
                "{\"targets\":{\"a\":{\"custom\":{\"x\":\"Grüße\"}}}}                       | 400    | forbidden_character",
                "{\"targets\":{\"a\":{\"custom\":{\"x\":\"a\\\\u0007\"}}}}                  | 400    | forbidden_character",
                "{\"targets\":{\"../a\":{}}}                                                | 422    | invalid_target",
                "{\"targets\":{\"/a\":{}}}                                                  | 422    | invalid_target",
                "{\"targets\":{\"a%b\":{}}}                                                 | 422    | invalid_target",
                "{\"targets\":{\"a?b\":{}}}                                                 | 422    | invalid_target",
                "{\"targets\":{\"a#b\":{}}}                                                 | 422    | invalid_target",
                "{\"targets\":{\"a\\\\\\\\b\":{}}}                                          | 422    | invalid_target",
                "{\"targets\":{\"a\":{\"length\":0,\"hashes\":{\"sha256\":\"ABC\"}}}}       | 422    | invalid_target",
            })
    void badInputIsRefusedWithAReason(String body, int status, String code) {
        var text = body.replace("\\\\", "\\");
        var answer = admin().contentType("application/json; charset=utf-8")
                .body(text)
                .put(targets());

        answer.then()
                .statusCode(status)
                .body("message", equalTo(answer.jsonPath().getString("detail")));
        assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
        assertThat(answer.asString()).doesNotContain("at io.otalite").doesNotContain("Exception");
        admin().get("/v1/factories/" + factory).then().body("version", equalTo(1));
    }

    @Test
    void deepNestingIsRefused() {
        var body = "{\"targets\":" + "[".repeat(500) + "]".repeat(500) + "}";

        admin().body(body).put(targets()).then().statusCode(400).body("code", equalTo("too_deep"));
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 20000000,   413, content_too_large",
        "Transfer-Encoding: chunked, 411, length_required",
    })
    void aBodyThatMayBeTooLargeIsRefusedBeforeItIsRead(String length, String status, String code) throws IOException {
        try (var socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            var request = "PUT %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
                    .formatted(targets(), RealPostgres.ADMIN.reveal(), length);
            socket.getOutputStream().write(request.getBytes(UTF_8));

            var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 " + status).contains(code);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /ota/factories/nobody/targets/,    404, unknown_factory",
        "PUT,  /ota/factories/nobody/targets/,    404, unknown_factory",
        "PUT,  /ota/factories/No%20Name/targets/, 404, unknown_factory",
        "GET,  /v1/factories/nobody/versions,     404, unknown_factory",
        "GET,  /tuf/nobody/metadata/1.root.json,  404, no_such_metadata",
        "GET,  /v1/factories?page_size=-1,        400, invalid_page",
        "GET,  /v1/factories?page_token=x,        400, invalid_page",
        "GET,  /v1/factories?page_token=ZmFjdG9yaWVzCgA, 400, invalid_page",
        "GET,  /tuf/nobody/metadata/999999999999999999.root.json, 404, no_such_metadata",
        "GET,  /nowhere,                          404, not_found",
        "PUT,  /v1/factories,                     405, method_not_allowed",
    })
    void whatIsNotThereIsNamed(String method, String path, int status, String code) {
        var answer = admin().urlEncodingEnabled(false).body("{\"targets\":{}}").request(method, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.jsonPath().getString("code")).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "a b", "../x", ".hidden", ""})
    void aTagThatCannotNameASetIsRefused(String tag) {
        put(target("one", tag)).then().statusCode(422).body("code", equalTo("invalid_target"));
    }

    /** Where the service itself points to when a path is unknown: on the port of the users. */
    @Test
    void everyPathIsDescribed() {
        given().accept(ContentType.JSON)
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths", hasKey("/v1/factories"))
                .body("paths", hasKey("/tuf/{factory}/metadata/{file}"));
        given().get("/q/swagger-ui/").then().statusCode(200);
    }

    @Test
    void theServiceIsReadyWithoutKafka() {
        var management = "http://127.0.0.1:" + managementPort();

        given().get(management + "/q/health/started").then().statusCode(200);
        given().get(management + "/q/health/live").then().statusCode(200);
        given().get(management + "/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'outbox' }.status", equalTo("UP"));
        given().get(management + "/q/metrics").then().body(containsString("ota_outbox_pending_rows"));
    }

    private static int managementPort() {
        return org.eclipse.microprofile.config.ConfigProvider.getConfig()
                .getValue("quarkus.management.test-port", Integer.class);
    }
}
