package io.otalite.api.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.otalite.audit.AuditChain;
import io.otalite.audit.AuditVerdict;
import io.otalite.conformance.Covers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The users' API as a client sees it, over a real database and without Kafka. */
@QuarkusTest
@QuarkusTestResource(RealPostgres.class)
class ApiTest {
    private static final String HASH = "a".repeat(64);
    private static final String OFFLINE_KEY = "-----BEGIN PUBLIC KEY-----\\n"
            + "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\\n-----END PUBLIC KEY-----\\n";

    private final String factory = "f-" + UUID.randomUUID();

    @BeforeEach
    void createFactory() {
        admin().body("{\"name\":\"%s\"}".formatted(factory))
                .post("/v1/factories")
                .then()
                .statusCode(201)
                .header("Location", endsWith("/v1/factories/" + factory))
                .body("version", equalTo(1));
    }

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

    @Test
    void theHistoryIsPagedNewestFirst() {
        put(target("board-lmp-1", "devel"));
        put(target("board-lmp-2", "devel"));

        var first = admin().get("/v1/factories/" + factory + "/versions?page_size=2");
        var token = first.jsonPath().getString("next_page_token");
        var second = admin().get("/v1/factories/" + factory + "/versions?page_size=2&page_token=" + token);

        assertThat(first.jsonPath().getList("items.version", Integer.class)).containsExactly(3, 2);
        assertThat(second.jsonPath().getList("items.version", Integer.class)).containsExactly(1);
        second.then().body("next_page_token", emptyString());
    }

    @Test
    @Covers({"W10", "W11"})
    void theNextRootIsACleanNotFound() {
        admin().get(metadata("1.root.json")).then().statusCode(200);
        admin().get(metadata("2.root.json")).then().statusCode(404).header("Cache-Control", "no-store");
    }

    @Test
    void unchangedMetadataIsNotSentAgain() {
        var tag = admin().get(metadata("timestamp.json")).header("ETag");

        admin().header("If-None-Match", tag)
                .get(metadata("timestamp.json"))
                .then()
                .statusCode(304);
        admin().head(metadata("1.targets.json")).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                 |      ",
                "gzip             | gzip ",
                "gzip, deflate, zstd | zstd",
                "gzip;q=0.5       | gzip ",
                "gzip;q=0         |      ",
                "br, *            |      "
            })
    void aLargeDocumentIsCodedAsTheClientTakesIt(String taken, String coding) {
        put(IntStream.range(0, 20)
                .mapToObj(i -> target("board-lmp-" + i, "main"))
                .collect(Collectors.joining(",")));
        var request = given().config(RestAssured.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .header("Authorization", "Bearer " + RealPostgres.ADMIN.reveal());

        var answer =
                (taken == null ? request : request.header("Accept-Encoding", taken)).get(metadata("2.targets.json"));

        answer.then().statusCode(200).header("Content-Encoding", coding).header("Vary", "Accept-Encoding");
        assertThat(answer.asByteArray().length < 2000).isEqualTo(coding != null);
        request.header("If-None-Match", answer.header("ETag"))
                .get(metadata("2.targets.json"))
                .then()
                .statusCode(304);
    }

    @Test
    void publicMetadataNeedsNoTokenAndNothingElseIsPublic() {
        var open = "open-" + UUID.randomUUID();
        admin().body("{\"name\":\"%s\",\"publicMetadata\":true}".formatted(open))
                .post("/v1/factories");

        given().get("/tuf/" + open + "/metadata/timestamp.json")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, no-cache");
        given().get("/ota/factories/" + open + "/targets/").then().statusCode(401);
        given().get(metadata("timestamp.json")).then().statusCode(401).body("code", equalTo("unauthenticated"));
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
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":7}",
                "{\"name\":\"UPPER\"}",
                "{\"name\":\"a/b\"}",
                "{\"name\":\"-a\"}",
                "{\"name\":\"a\",\"publicMetadata\":\"yes\"}"
            })
    void aFactoryNeedsAProperName(String body) {
        admin().body(body).post("/v1/factories").then().statusCode(400).body("code", equalTo("invalid_factory"));
    }

    @Test
    void aFactoryNameIsTakenOnce() {
        admin().body("{\"name\":\"%s\"}".formatted(factory))
                .post("/v1/factories")
                .then()
                .statusCode(409)
                .body("code", equalTo("factory_exists"));
    }

    @Test
    void bothDialectsAndEveryTagAreServed() {
        var both = createBoth();
        admin().body("{\"targets\":{%s,%s}}".formatted(target("one", "main"), target("two", "devel")))
                .put("/ota/factories/" + both + "/targets/")
                .then()
                .statusCode(200);
        var ats = "/ota/repo/" + both + "/api/v1/user_repo/";

        given().get(ats + "targets.json")
                .then()
                .body("signed._type", equalTo("Targets"), "signed.targets", aMapWithSize(2));
        given().get(ats + "targets.json?tag=main").then().body("signed.targets", aMapWithSize(1));
        given().get(ats + "root.json").then().body("signed.version", equalTo(1));
        given().get(ats + "2.root.json?tag=main").then().statusCode(404).header("Cache-Control", "no-store");
        given().get(ats + "targets.json?tag=other").then().statusCode(404);
        given().get("/tuf/" + both + "/sets/devel/metadata/2.targets.json")
                .then()
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .body("signed.targets", aMapWithSize(1));
        given().get("/tuf/" + both + "/sets/devel/metadata/1.root.json").then().statusCode(200);
        given().get("/tuf/" + both + "/sets/..%2f/metadata/timestamp.json")
                .then()
                .statusCode(404);
    }

    @Test
    void aFactoryIsChangedAndShowsWhatItServes() {
        admin().body(
                        "{\"publicMetadata\":true,\"clientLimits\":{\"targets\":8388608},\"retention\":{\"keepPerTag\":3}}")
                .patch("/v1/factories/" + factory)
                .then()
                .statusCode(200)
                .body("publicMetadata", equalTo(true), "clientLimits.targets", equalTo(8388608))
                .body("retention.keepPerTag", equalTo(3), "dialects[0]", equalTo("tuf"), "versions.root", equalTo(1));
        admin().body("{\"retention\":null}")
                .patch("/v1/factories/" + factory)
                .then()
                .body("retention", nullValue(), "clientLimits.targets", equalTo(8388608));
        put(IntStream.range(0, 20)
                .mapToObj(i -> target("board-lmp-" + i, "main"))
                .collect(Collectors.joining(",")));
        admin().body("{\"clientLimits\":{\"targets\":2000}}")
                .patch("/v1/factories/" + factory)
                .then()
                .statusCode(422)
                .body("code", equalTo("factory_change_refused"));
        admin().body("{}").patch("/v1/factories/nobody").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"dialects\":[\"tuf\"]}",
                "{\"name\":\"x\"}",
                "{\"publicMetadata\":1}",
                "{\"clientLimits\":{\"targets\":1}}",
                "{\"clientLimits\":{\"timestamps\":70000}}",
                "{\"retention\":{\"keepPerTag\":0}}",
                "{\"retention\":7}"
            })
    void whatCannotBeChangedIsNamed(String body) {
        var answer = admin().body(body).patch("/v1/factories/" + factory);

        answer.then().statusCode(400).body("code", equalTo("invalid_factory"));
        assertThat(answer.jsonPath().getMap("errors")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "a b", "../x", ".hidden", ""})
    void aTagThatCannotNameASetIsRefused(String tag) {
        put(target("one", tag)).then().statusCode(422).body("code", equalTo("invalid_target"));
    }

    @Test
    void whatExpiresFirstIsListedFirst() {
        var first = admin().get("/v1/expiries?page_size=1");
        first.then().statusCode(200).body("items[0].role", equalTo("timestamp"), "items", hasSize(1));
        var token = first.jsonPath().getString("next_page_token");

        admin().get("/v1/expiries?page_size=1&page_token=" + token).then().statusCode(200);
        admin().get("/v1/expiries?page_token=x").then().statusCode(400).body("code", equalTo("invalid_page"));
    }

    @Test
    void aRootIsSignedByOpenSslAndPublished() throws Exception {
        var key = Files.createTempFile("offline", ".pem");
        openssl("genpkey", "-algorithm", "ed25519", "-out", key.toString());
        var pem = new String(openssl("pkey", "-in", key.toString(), "-pubout"), UTF_8);
        var both = createBoth();
        var update = "/v1/factories/" + both + "/root-update";
        var body =
                "{\"message\":\"Offline\",\"rotate\":{\"timestamp\":{}},\"root\":{\"addKeys\":[\"%s\"],\"threshold\":2}}"
                        .formatted(pem.replace("\n", "\\n"));

        admin().body(body).post(update).then().statusCode(200).body("state", equalTo("awaiting_signatures"));
        for (var dialect : List.of("tuf", "ats")) {
            var payload = Files.createTempFile("payload", ".bin");
            Files.write(
                    payload, admin().get(update + "/" + dialect + "/payload").asByteArray());
            var signature = openssl("pkeyutl", "-sign", "-rawin", "-inkey", key.toString(), "-in", payload.toString());
            var answer = dialect.equals("tuf")
                    ? admin().contentType("application/octet-stream")
                            .body(signature)
                            .post(update + "/tuf/signatures")
                    : admin().body("{\"signature\":\"%s\"}"
                                    .formatted(Base64.getEncoder().encodeToString(signature)))
                            .post(update + "/ats/signatures");
            answer.then().statusCode(200);
        }

        admin().get(update).then().statusCode(404).body("code", equalTo("no_root_update"));
        admin().get("/v1/factories/" + both).then().body("versions.root", equalTo(2), "version", equalTo(2));
        given().get("/tuf/" + both + "/metadata/2.root.json").then().body("signed.roles.root.threshold", equalTo(2));
        given().get("/ota/repo/" + both + "/api/v1/user_repo/2.root.json")
                .then()
                .body("signatures", hasSize(2));
    }

    private static byte[] openssl(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.getInputStream().readAllBytes();
    }

    @Test
    void aRootUpdateIsShownRefusedAndCancelled() {
        var update = "/v1/factories/" + factory + "/root-update";
        admin().get(update).then().statusCode(404);
        admin().body("{\"message\":\"x\",\"root\":{\"threshold\":2}}")
                .post(update)
                .then()
                .statusCode(422)
                .body("code", equalTo("root_change_refused"));
        admin().body("{\"message\":\"x\",\"root\":{\"addKeys\":[\"%s\"],\"threshold\":2}}".formatted(OFFLINE_KEY))
                .post(update)
                .then()
                .statusCode(200)
                .body("dialects[0].presentRoot.missing", hasSize(0), "dialects[0].newRoot.missing", hasSize(1))
                .body("dialects[0].awaited", hasSize(1), "dialects[0].awaited[0].scheme", equalTo("ed25519"));

        admin().body("{\"message\":\"x\"}")
                .post(update)
                .then()
                .statusCode(409)
                .body("code", equalTo("root_update_under_way"));
        admin().body("{\"signature\":\"%s\"}".formatted("ab".repeat(64)))
                .post(update + "/tuf/signatures")
                .then()
                .statusCode(422)
                .body("code", equalTo("signature_refused"));
        admin().body("{\"signature\":\"\"}")
                .post(update + "/tuf/signatures")
                .then()
                .statusCode(400);
        admin().body("{\"signature\":\"ab\"}")
                .post(update + "/ats/signatures")
                .then()
                .statusCode(404);
        admin().get(update + "/xyz/payload").then().statusCode(404).body("code", equalTo("unknown_dialect"));
        admin().delete(update).then().statusCode(204);
        admin().delete(update).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"message\":\"\"}",
                "{\"message\":\"x\",\"rotate\":{\"mirror\":{}}}",
                "{\"message\":\"x\",\"rotate\":{\"root\":{\"keys\":0}}}",
                "{\"message\":\"x\",\"rotate\":{\"root\":{\"scheme\":\"dsa\"}}}",
                "{\"message\":\"x\",\"root\":{\"addKeys\":[\"no key\"]}}",
                "{\"message\":\"x\",\"root\":{\"threshold\":0}}",
                "{\"message\":\"x\",\"unknown\":1}"
            })
    void aRootChangeThatSaysNothingSensibleIsRefused(String body) {
        admin().body(body)
                .post("/v1/factories/" + factory + "/root-update")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_root_change"));
    }

    @Test
    void aRecoveryIsConfirmedAndGoesOnAbove() {
        var recovery = "/v1/factories/" + factory + "/recovery";
        admin().body("{\"message\":\"Stolen\",\"above\":900}")
                .post(recovery)
                .then()
                .statusCode(400);

        admin().body("{\"message\":\"Stolen\",\"above\":900,\"confirm\":\"%s\"}".formatted(factory))
                .post(recovery)
                .then()
                .statusCode(200)
                .body("state", equalTo("published"), "root", equalTo(2), "version", equalTo(901));

        admin().get(metadata("timestamp.json")).then().body("signed.version", equalTo(901));
    }

    @Test
    void aRepositoryIsImportedFromItsFiles() {
        var name = "imported-" + UUID.randomUUID();
        var good = "{\"dialect\":\"tuf\",\"roots\":[%s],\"targets\":%s,\"snapshot\":%s,\"timestamp\":%s}"
                .formatted(
                        file("1.root.json"), file("1.targets.json"), file("1.snapshot.json"), file("timestamp.json"));

        admin().body(good.replace("\"roots\":[", "\"roots\":[\"AAAA\","))
                .post("/v1/factories/" + name + "/import")
                .then()
                .statusCode(422)
                .body("code", equalTo("import_refused"));
        admin().body(good.replace("\"tuf\"", "\"other\""))
                .post("/v1/factories/" + name + "/import")
                .then()
                .statusCode(400);
        admin().body(good)
                .post("/v1/factories/" + name + "/import")
                .then()
                .statusCode(201)
                .body("targets", equalTo(1));
        admin().body(good).post("/v1/factories/" + name + "/import").then().statusCode(409);

        admin().body("{\"targets\":{}}")
                .put("/ota/factories/" + name + "/targets/")
                .then()
                .statusCode(409)
                .body("code", equalTo("keys_missing"));
        assertThat(admin().get("/tuf/" + name + "/metadata/1.root.json").asByteArray())
                .isEqualTo(admin().get(metadata("1.root.json")).asByteArray());
    }

    private String file(String name) {
        return "\""
                + Base64.getEncoder().encodeToString(admin().get(metadata(name)).asByteArray()) + "\"";
    }

    private static String createBoth() {
        var both = "both-" + UUID.randomUUID();
        admin().body("{\"name\":\"%s\",\"publicMetadata\":true,\"dialects\":[\"tuf\",\"ats\"]}".formatted(both))
                .post("/v1/factories")
                .then()
                .statusCode(201);
        return both;
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

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + RealPostgres.ADMIN.reveal())
                .contentType("application/json");
    }

    private Response put(String targets) {
        return admin().body("{\"targets\":{%s}}".formatted(targets)).put(targets());
    }

    private String targets() {
        return "/ota/factories/" + factory + "/targets/";
    }

    private String metadata(String file) {
        return "/tuf/" + factory + "/metadata/" + file;
    }

    private static String target(String name, String tag) {
        return "\"%s\":{\"length\":0,\"hashes\":{\"sha256\":\"%s\"},\"custom\":{\"version\":\"1\",\"hardwareIds\":[\"b\"],\"tags\":[\"%s\"]}}"
                .formatted(name, HASH, tag);
    }
}
