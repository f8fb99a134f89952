package io.otalite.api.http;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roots and imports as those who hold keys see them, with OpenSSL as one who signs. */
@QuarkusTest
@QuarkusTestResource(RealPostgres.class)
class RootApiTest extends FactoryOfTheTest {
    private static final String OFFLINE_KEY = "-----BEGIN PUBLIC KEY-----\\n"
            + "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\\n-----END PUBLIC KEY-----\\n";

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
                "{\"message\":\"x\",\"rotate\":{\"root\":{\"threshold\":2}}}",
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
    void aPrivateKeyThatWasSentByMistakeIsNotRepeated() {
        var secret = "MC4CAQAwBQYDK2VwBCIEIKlD";
        var pem = "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----".formatted(secret);

        var answer = admin().body("{\"message\":\"x\",\"root\":{\"addKeys\":[\"%s\"]}}".formatted(pem))
                .post("/v1/factories/" + factory + "/root-update");

        answer.then().statusCode(400).body("code", equalTo("invalid_root_change"));
        assertThat(answer.asString()).doesNotContain(secret);
    }

    /** What is not said stays as it is. */
    @Test
    void aRotatedRoleHasAsManyKeysAsBefore() {
        var update = "/v1/factories/" + factory + "/root-update";
        admin().body("{\"message\":\"x\",\"rotate\":{\"targets\":{\"keys\":3,\"threshold\":2}}}")
                .post(update)
                .then()
                .statusCode(200);

        admin().body("{\"message\":\"x\",\"rotate\":{\"targets\":{}}}")
                .post(update)
                .then()
                .statusCode(200);

        admin().get(metadata("3.root.json"))
                .then()
                .body("signed.roles.targets.threshold", equalTo(2), "signed.roles.targets.keyids", hasSize(3));
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
}
