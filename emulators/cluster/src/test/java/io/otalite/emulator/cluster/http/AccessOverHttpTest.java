package io.otalite.emulator.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.RunningCluster;
import io.otalite.emulator.cluster.RunningCluster.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in, and what a service account with a small role gets. */
class AccessOverHttpTest {
    private static final String CORE = "/api/v1/namespaces/default/";
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/";
    private static final String ROTATOR = "system:serviceaccount:default:rotator";

    @TempDir
    Path home;

    private RunningCluster cluster;
    private String token;

    @BeforeEach
    void start() {
        cluster = RunningCluster.start(home);
        cluster.post(CORE + "serviceaccounts", "{\"metadata\":{\"name\":\"rotator\"}}");
        role(
                "{\"verbs\":[\"get\",\"list\",\"watch\",\"update\",\"patch\"],\"apiGroups\":[\"\"],\"resources\":[\"secrets\"]}");
        cluster.post(
                RBAC + "rolebindings",
                "{\"metadata\":{\"name\":\"r\"},\"roleRef\":{\"kind\":\"Role\",\"name\":\"r\"},"
                        + "\"subjects\":[{\"kind\":\"ServiceAccount\",\"name\":\"rotator\",\"namespace\":\"default\"}]}");
        cluster.post(CORE + "secrets", "{\"metadata\":{\"name\":\"s\"}}");
        token = tokenOf("rotator");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/version", "/healthz", "/livez", "/readyz"})
    void healthAndVersionAreForEverybody(String path) {
        assertThat(cluster.anonymously(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/apis", "/openapi/v2", "/api/v1/secrets", "/nonsense"})
    void everythingElseNeedsAToken(String path) {
        // When
        var reply = cluster.anonymously(path);

        // Then
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.message()).contains("User \"system:anonymous\" cannot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
    void aWrongTokenIsNotTakenForNone(String wrong) {
        // When
        var reply = cluster.as(wrong, "GET", "/version", "");

        // Then
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.message()).isEqualTo("Unauthorized");
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3}")
    @CsvSource({
        "GET,    secrets,                         '', 200",
        "GET,    secrets/s,                       '', 200",
        "PUT,    secrets/s,                       '{}', 200",
        "GET,    secrets?watch=true&timeoutSeconds=1, '', 200",
        "POST,   secrets,                         '{}', 403",
        "DELETE, secrets/s,                       '', 403",
        "DELETE, secrets,                         '', 403",
        "GET,    configmaps,                      '', 403",
        "GET,    pods/p/log,                      '', 403",
        "POST,   serviceaccounts/rotator/token,   '{}', 403",
    })
    void aServiceAccountMayDoWhatItsRoleSaysAndNothingElse(String method, String path, String json, int status) {
        assertThat(cluster.as(token, method, CORE + path, json).status()).isEqualTo(status);
    }

    @Test
    void aRefusalSaysWhoMayNotDoWhatWhere() {
        assertThat(cluster.as(token, "DELETE", CORE + "secrets/s", "").message())
                .isEqualTo(
                        "secrets \"s\" is forbidden: User \"%s\" cannot delete resource \"secrets\" in API group \"\" in the namespace \"default\""
                                .formatted(ROTATOR));
        assertThat(cluster.as(token, "GET", "/api/v1/secrets", "").message())
                .isEqualTo(
                        "secrets is forbidden: User \"%s\" cannot list resource \"secrets\" in API group \"\" at the cluster scope"
                                .formatted(ROTATOR));
        assertThat(cluster.as(token, "PUT", "/apis/apps/v1/namespaces/default/deployments/web/scale", "{}")
                        .message())
                .isEqualTo(
                        "deployments.apps \"web\" is forbidden: User \"%s\" cannot update resource \"deployments/scale\" in API group \"apps\" in the namespace \"default\""
                                .formatted(ROTATOR));
    }

    @Test
    void whoAppliesWhatDoesNotExistHasToBeAllowedToCreateIt() {
        // When
        var reply = cluster.call(
                "PATCH",
                CORE + "secrets/new?fieldManager=rotator",
                "application/apply-patch+yaml",
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"new\"}}",
                request -> request.setHeader("Authorization", "Bearer " + token));

        // Then
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.message()).contains("cannot create resource \"secrets\"");
        assertThat(cluster.get(CORE + "secrets/new").status()).isEqualTo(404);
    }

    @Test
    void aTokenDiesWithItsServiceAccount() {
        // When
        cluster.delete(CORE + "serviceaccounts/rotator", "");

        // Then
        assertThat(cluster.as(token, "GET", CORE + "secrets", "").status()).isEqualTo(401);
    }

    @Test
    void aTokenIsGoodAfterARestart() {
        // When
        cluster.close();
        cluster = RunningCluster.start(home);

        // Then
        assertThat(cluster.as(token, "GET", CORE + "secrets", "").status()).isEqualTo(200);
    }

    @Test
    void aTokenReviewTellsWhoseTokenItIs() {
        // When
        var good = review("authentication", "tokenreviews", "{\"spec\":{\"token\":\"%s\"}}".formatted(token));
        var bad = review("authentication", "tokenreviews", "{\"spec\":{\"token\":\"x\"}}");

        // Then
        assertThat(good.status()).isEqualTo(201);
        assertThat(good.body().path("status").path("authenticated").asBoolean()).isTrue();
        assertThat(good.body().path("status").path("user").path("username").asText())
                .isEqualTo(ROTATOR);
        assertThat(bad.body().path("status").path("authenticated").asBoolean()).isFalse();
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({"get, secrets, true", "create, secrets, false", "get, pods, false"})
    void aSubjectAccessReviewTellsWhatSomebodyMayDo(String verb, String resource, boolean allowed) {
        // Given
        var attributes = "\"resourceAttributes\":{\"namespace\":\"default\",\"verb\":\"%s\",\"resource\":\"%s\"}"
                .formatted(verb, resource);

        // When
        var ofOther = review(
                "authorization",
                "subjectaccessreviews",
                "{\"spec\":{\"user\":\"%s\",%s}}".formatted(ROTATOR, attributes));
        var ofSelf = cluster.as(
                token,
                "POST",
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                "{\"spec\":{%s}}".formatted(attributes));

        // Then
        assertThat(ofOther.body().path("status").path("allowed").asBoolean()).isEqualTo(allowed);
        assertThat(ofSelf.body().path("status").path("allowed").asBoolean()).isEqualTo(allowed);
    }

    @Test
    void anAdministratorCanActAsSomebodyElseAndNobodyElseCan() {
        // When
        var acting = impersonate(cluster.adminToken(), ROTATOR);
        var refused = impersonate(token, "admin");

        // Then
        assertThat(acting.status()).isEqualTo(403);
        assertThat(acting.message()).contains("User \"%s\" cannot list resource \"configmaps\"".formatted(ROTATOR));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains("cannot impersonate resource \"users\"");
    }

    @Test
    void theTokenOfARequestLivesAsLongAsAskedFor() {
        // When
        var reply = cluster.post(
                CORE + "serviceaccounts/rotator/token",
                "{\"spec\":{\"expirationSeconds\":600,\"audiences\":[\"vault\"]}}");
        var tooShort = cluster.post(CORE + "serviceaccounts/rotator/token", "{\"spec\":{\"expirationSeconds\":599}}");

        // Then
        assertThat(reply.status()).isEqualTo(201);
        var other = reply.body().path("status").path("token").asText();
        assertThat(cluster.as(other, "GET", CORE + "secrets", "").status()).isEqualTo(401);
        assertThat(tooShort.status()).isEqualTo(400);
    }

    @Test
    void whoMayReadOneNameMayListAndWatchItByAFieldSelector() {
        // Given
        cluster.delete(RBAC + "roles/r", "");
        role("{\"verbs\":[\"list\",\"watch\"],\"apiGroups\":[\"\"],\"resources\":[\"secrets\"],"
                + "\"resourceNames\":[\"s\"]}");

        // When
        var own = cluster.as(token, "GET", CORE + "secrets?fieldSelector=metadata.name%3Ds", "");
        var others = cluster.as(token, "GET", CORE + "secrets?fieldSelector=metadata.name%21%3Ds", "");
        var all = cluster.as(token, "GET", CORE + "secrets", "");

        // Then
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.body().path("items")).hasSize(1);
        assertThat(others.status()).isEqualTo(403);
        assertThat(all.status()).isEqualTo(403);
    }

    @Test
    void extrasOfAnImpersonationAreRefusedRatherThanForgotten() {
        // When
        var reply = cluster.call(
                "GET",
                CORE + "configmaps",
                "",
                "",
                request -> request.setHeader("Impersonate-User", "ann").setHeader("Impersonate-Extra-Scopes", "view"));

        // Then
        assertThat(reply.status()).isEqualTo(400);
    }

    private Reply impersonate(String bearer, String user) {
        return cluster.call(
                "GET",
                CORE + "configmaps",
                "",
                "",
                request ->
                        request.setHeader("Authorization", "Bearer " + bearer).setHeader("Impersonate-User", user));
    }

    private Reply review(String group, String plural, String json) {
        return cluster.post("/apis/%s.k8s.io/v1/%s".formatted(group, plural), json);
    }

    private void role(String rule) {
        cluster.post(RBAC + "roles", "{\"metadata\":{\"name\":\"r\"},\"rules\":[%s]}".formatted(rule));
    }

    private String tokenOf(String account) {
        return cluster.post(CORE + "serviceaccounts/" + account + "/token", "{}")
                .body()
                .path("status")
                .path("token")
                .asText();
    }
}
