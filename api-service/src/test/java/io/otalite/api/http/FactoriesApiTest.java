package io.otalite.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Factories: how they are made, changed, listed, and what of them expires. */
@QuarkusTest
@QuarkusTestResource(RealPostgres.class)
class FactoriesApiTest extends FactoryOfTheTest {
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

    @Test
    void whatExpiresFirstIsListedFirst() {
        var first = admin().get("/v1/expiries?page_size=1");
        first.then().statusCode(200).body("items[0].role", equalTo("timestamp"), "items", hasSize(1));
        var token = first.jsonPath().getString("next_page_token");

        admin().get("/v1/expiries?page_size=1&page_token=" + token).then().statusCode(200);
        admin().get("/v1/expiries?page_token=x").then().statusCode(400).body("code", equalTo("invalid_page"));
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
}
