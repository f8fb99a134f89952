package io.otalite.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.local.demo.Judgements.Blocked;
import io.otalite.local.rotation.ScriptedService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JudgementsTest {
    private static final String QUESTION = "GET /v1/judgements/ota-demo/Deployment/uploader";

    private ScriptedService service;
    private RestClient rest;
    private Judgements judgements;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
        rest = new RestClient("secret");
        judgements = new Judgements(rest, service.uri(), "ota-demo", "uploader");
    }

    @AfterEach
    void stop() {
        rest.close();
        service.close();
    }

    @Test
    void whatWouldNotStartIsToldWithTheNearestName() throws Exception {
        service.when(QUESTION, 200, """
                {"judgement": {"verdict": "BLOCKED_START", "reasons": [
                  {"verdict": "AT_RISK", "path": "/a", "message": "old"},
                  {"verdict": "BLOCKED_START", "path": "/spec", "message": "needs it", "nearest": "token-2"}]}}
                """);

        assertThat(judgements.blocked()).contains(new Blocked("/spec", "needs it", "token-2"));
        assertThat(judgements.wouldStart()).isFalse();
    }

    @Test
    void whatCouldOnlyNotBeRolledBackWouldStart() throws Exception {
        service.when(QUESTION, 200, "{\"judgement\": {\"reasons\": [{\"verdict\": \"BLOCKED_ROLLBACK\"}]}}");

        assertThat(judgements.blocked()).isEmpty();
        assertThat(judgements.wouldStart()).isTrue();
    }

    @Test
    void whatIsNotJudgedYetIsNeither() throws Exception {
        service.when(QUESTION, 404, "{}");

        assertThat(judgements.blocked()).isEmpty();
        assertThat(judgements.wouldStart()).isFalse();
    }

    @Test
    void anAuditIsAskedWithTheManifestAndTheNamespace() throws Exception {
        // Given
        service.when("POST /v1/audits?namespace=ota-demo", 200, "{\"outcome\": \"WOULD_NOT_START\"}");

        // When
        var outcome = judgements.audit("kind: Deployment");

        // Then
        assertThat(outcome).isEqualTo("WOULD_NOT_START");
        assertThat(service.asked()).singleElement().asString().endsWith("Bearer secret kind: Deployment");
    }
}
