package io.otalite.api.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** A factory of its own for each test of the API, and how to talk to it. */
abstract class FactoryOfTheTest {
    private static final String HASH = "a".repeat(64);

    final String factory = "f-" + UUID.randomUUID();

    @BeforeEach
    void createFactory() {
        admin().body("{\"name\":\"%s\"}".formatted(factory))
                .post("/v1/factories")
                .then()
                .statusCode(201)
                .header("Location", endsWith("/v1/factories/" + factory))
                .body("version", equalTo(1));
    }

    static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + RealPostgres.ADMIN.reveal())
                .contentType("application/json");
    }

    Response put(String targets) {
        return admin().body("{\"targets\":{%s}}".formatted(targets)).put(targets());
    }

    String targets() {
        return "/ota/factories/" + factory + "/targets/";
    }

    String metadata(String file) {
        return "/tuf/" + factory + "/metadata/" + file;
    }

    static String target(String name, String tag) {
        return "\"%s\":{\"length\":0,\"hashes\":{\"sha256\":\"%s\"},\"custom\":{\"version\":\"1\",\"hardwareIds\":[\"b\"],\"tags\":[\"%s\"]}}"
                .formatted(name, HASH, tag);
    }

    static String createBoth() {
        var both = "both-" + UUID.randomUUID();
        admin().body("{\"name\":\"%s\",\"publicMetadata\":true,\"dialects\":[\"tuf\",\"ats\"]}".formatted(both))
                .post("/v1/factories")
                .then()
                .statusCode(201);
        return both;
    }
}
