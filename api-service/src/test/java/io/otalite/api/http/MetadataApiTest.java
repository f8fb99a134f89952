package io.otalite.api.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;

import io.otalite.conformance.Covers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metadata as devices and other clients fetch it. */
@QuarkusTest
@QuarkusTestResource(RealPostgres.class)
class MetadataApiTest extends FactoryOfTheTest {
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
        given().header("x-ats-tags", "devel")
                .get(ats + "targets.json")
                .then()
                .header("Vary", "Accept-Encoding, x-ats-tags")
                .body("signed.targets", aMapWithSize(1));
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
}
