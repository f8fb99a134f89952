package io.otalite.rotation.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every path. */
@QuarkusTest
@WithTestResource(ClusterAndGoogle.class)
class RotationServiceTest extends RestCalls {
    @ParameterizedTest
    @CsvSource({
        "/v1/judgements?page_token=nonsense, 400, invalid_page",
        "/v1/judgements?page_size=-1, 400, invalid_page",
        "/v1/judgements?at_least=TERRIBLE, 400, invalid_verdict",
        "/v1/judgements/shop/Deployment/nobody, 404, unknown_workload",
        "/v1/judgements/shop/Secret/credential, 404, unknown_workload",
        "/v1/links/secrets/shop/nothing, 404, unknown_object",
        "/v1/links/keys/0000, 404, unknown_object",
        "/v1/links/secrets/shop/credential?page_token=nonsense, 400, invalid_page",
        "/v1/links/orphans?page_token=nonsense, 400, invalid_page",
        "/v1/links/nowhere, 404, not_found",
        "/v1/restarts?page_token=nonsense, 400, invalid_page",
        "/v1/restarts, 503, restarts_unavailable",
        "/v1/restarts/r-1, 503, restarts_unavailable",
        "/v1/restarts/quarantine, 503, restarts_unavailable",
        "/v1/rotations/a%00b, 400, invalid_address",
        "/v1/restarts?rotation=a%00b, 400, invalid_address"
    })
    void whatCannotBeAnsweredIsAProblem(String path, int status, String code) {
        // When
        var answer = get(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(tree(answer.body()).path("code").asText()).isEqualTo(code);
    }

    /** What changes credentials is not done for who has mistyped it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/rotations?dryRun=yes | {\"service_account\":\"a\"} | invalid_rotation | true or false",
                "/v1/rotations?dryrun=true | {\"service_account\":\"a\"} | invalid_rotation | dryrun",
                "/v1/rotations | {\"service_account\":\"a\",\"comprised\":true} | invalid_body | no member comprised",
                "/v1/rotations | {\"service_account\":\"a\",\"compromised\":1} | invalid_body | compromised is of a wrong type",
                "/v1/rotations | {\"secret\":{\"namespace\":1}} | invalid_body | secret.namespace is of a wrong type",
                "/v1/rotations | {\"secret\":\"shop/key\"} | invalid_body | secret is of a wrong type",
                "/v1/rotations | [] | invalid_body | The body is of a wrong type",
                "/v1/rotations | {\"secret\" | malformed_json | line 1",
                "/v1/rotations/r-1:abort | {\"reason\":{\"a\":1}} | invalid_body | reason is of a wrong type"
            })
    void whatIsMistypedIsRefused(String path, String body, String code, String detail) {
        // When
        var answer = post(path, body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(tree(answer.body()).path("code").asText()).isEqualTo(code);
        assertThat(tree(answer.body()).path("detail").asText()).contains(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/judgements",
                "/v1/judgements/shop/Deployment/web",
                "/v1/links/secrets/shop/credential",
                "/v1/links/orphans",
                "/v1/links/graph",
                "/v1/links/graph.mmd",
                "/v1/restarts",
                "/v1/restarts/quarantine"
            })
    void withoutATokenNothingIsTold(String path) {
        // When
        var answer = send(HttpRequest.newBuilder(main.resolve(path)).GET());

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("shop");
    }

    @Test
    void everyPathIsDescribed() {
        // When
        var paths = json("/q/openapi?format=json").path("paths");

        // Then
        assertThat(paths.properties().stream().map(entry -> entry.getKey()))
                .contains(
                        "/v1/judgements",
                        "/v1/judgements/{namespace}/{kind}/{name}",
                        "/v1/links/workloads/{namespace}/{kind}/{name}",
                        "/v1/links/secrets/{namespace}/{name}",
                        "/v1/links/keys/{key_id}",
                        "/v1/links/accounts/{email}",
                        "/v1/links/objects/{namespace}/{kind}/{name}",
                        "/v1/links/orphans",
                        "/v1/links/graph",
                        "/v1/links/graph.mmd",
                        "/v1/audits",
                        "/v1/rotations/{id}",
                        "/v1/rotations/{id}/history",
                        "/v1/restarts",
                        "/v1/restarts/{rotation_id}",
                        "/v1/restarts/quarantine");
    }

    @Test
    void whatBeginningARotationAnswersIsDescribed() {
        // When
        var answers = json("/q/openapi?format=json")
                .path("paths")
                .path("/v1/rotations")
                .path("post")
                .path("responses");

        // Then
        assertThat(List.of(schema(answers, "202"), schema(answers, "200"), schema(answers, "409")))
                .containsExactly("RotationView", "DryRun", "Problem");
        assertThat(answers.path("202").path("headers").has("Location")).isTrue();
    }

    private static String schema(JsonNode answers, String status) {
        var content = answers.path(status).path("content");
        var reference = content.elements().next().path("schema").path("$ref").asText();
        return reference.substring(reference.lastIndexOf('/') + 1);
    }

    @Test
    void itIsMeasuredHowLongJudgingTakes() {
        // When
        var metrics = send(HttpRequest.newBuilder(URI.create("http://" + management.getAuthority() + "/q/metrics"))
                        .GET())
                .body();

        // Then
        assertThat(metrics).containsPattern("ota_judgement_seconds_count [1-9]");
    }
}
