package io.otalite.local.rotation;

import static io.otalite.local.rotation.ScriptedService.rotation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FollowRotationTest {
    private static final String ROTATION = "GET /v1/rotations/rotation-1";
    private static final String RESTARTS = "GET /v1/restarts/rotation-1";
    private static final String MADE = """
            {"at": "2026-03-01T10:00:01Z", "state": "MINTED", "text": "The new credential is made", "evidence": ["new-1"]}""";
    private static final String ENDED = """
            {"at": "2026-03-01T10:05:00Z", "state": "DONE", "text": "The old credential is deleted", "evidence": []}""";

    private final StringWriter out = new StringWriter();
    private ScriptedService service;
    private RotationApi api;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
        api = new RotationApi(service.uri(), "secret");
    }

    @AfterEach
    void stop() {
        api.close();
        service.close();
    }

    @Test
    void eachStepIsToldOnceAndSoIsAProblem() throws Exception {
        // Given
        var problem = ", \"problem\": {\"text\": \"Google does not answer\", \"since\": \"2026-03-01T10:00:02Z\"}";
        service.when(ROTATION, 200, rotation("MINTED", false, history(MADE)))
                .when(ROTATION, 200, rotation("MINTED", false, history(MADE) + problem))
                .when(ROTATION, 200, rotation("MINTED", false, history(MADE) + problem))
                .when(ROTATION, 200, rotation("DONE", true, history(MADE, ENDED) + ", \"new_key_id\": \"new-1\""));

        // When
        var end = follow(Duration.ZERO);

        // Then
        assertThat(end.done()).isTrue();
        assertThat(out.toString().lines())
                .containsExactly(
                        "rotation-1",
                        "google-service-account-key of backup@shop, now old-1",
                        "  writes   Secret shop/archive: key.json",
                        "  restarts Deployment shop/web",
                        "  leaves   CronJob shop/night: not a Deployment",
                        "",
                        "10:00:01  MINTED       The new credential is made",
                        "                       - new-1",
                        "12:00:00  PROBLEM      Google does not answer",
                        "12:00:00               over: Google does not answer",
                        "10:05:00  DONE         The old credential is deleted",
                        "",
                        "rotation-1 is DONE, on new-1");
    }

    /** The service shows the latest of a long history. */
    @Test
    void whatIsLeftOutIsSaidAndNothingIsToldTwice() throws Exception {
        // Given
        service.when(ROTATION, 200, rotation("MINTED", false, history(MADE)))
                .when(ROTATION, 200, rotation("DONE", false, history(ENDED) + ", \"history_omitted\": 3"))
                .when(ROTATION, 200, rotation("DONE", true, history(ENDED) + ", \"history_omitted\": 3"));

        // When
        follow(Duration.ZERO);

        // Then
        assertThat(out.toString().lines().filter(line -> line.contains(":0")))
                .containsExactly(
                        "10:00:01  MINTED       The new credential is made",
                        "12:00:00               2 lines of its history are left out here",
                        "10:05:00  DONE         The old credential is deleted");
    }

    @Test
    void workloadsAreToldInBetweenWithTheEvidenceThatIsNew() throws Exception {
        // Given
        service.when(ROTATION, 200, rotation("CANARY", false, history(MADE)))
                .when(ROTATION, 200, rotation("CANARY", false, history(MADE)))
                .when(ROTATION, 200, rotation("DONE", true, history(MADE, ENDED)))
                .when(RESTARTS, 200, restarts("WATCHING", "two more seconds", "\"restarted\""))
                .when(RESTARTS, 200, restarts("WATCHING", "two more seconds", "\"restarted\""))
                .when(RESTARTS, 200, restarts("VERIFIED", "", "\"restarted\", \"ready for 5 s\""));

        // When
        follow(Duration.ZERO);

        // Then
        assertThat(out.toString().lines().skip(6))
                .containsExactly(
                        "10:00:01  MINTED       The new credential is made",
                        "                       - new-1",
                        "10:02:00               shop/Deployment/web WATCHING: two more seconds",
                        "                       - restarted",
                        "10:02:00               shop/Deployment/web VERIFIED",
                        "                       - ready for 5 s",
                        "10:05:00  DONE         The old credential is deleted",
                        "",
                        "rotation-1 is DONE");
    }

    @Test
    void onTheWayBackWorkloadsAreToldUnderTheIdOfTheLastAttempt() throws Exception {
        // Given
        service.when(ROTATION, 200, rotation("REVERTING", false, history()))
                .when(ROTATION, 200, rotation("REVERTING", false, history()))
                .when(ROTATION, 200, rotation("ROLLED_BACK", true, history() + ", \"reason\": \"web crashed\""))
                .when(RESTARTS + "-undo", 200, restarts("FAILED", "", ""))
                .when(RESTARTS + "-undo-1", 404, "{}")
                .when(RESTARTS + "-undo-1", 200, restarts("VERIFIED", "", ""));

        // When
        var end = follow(Duration.ZERO);

        // Then
        assertThat(end.done()).isFalse();
        assertThat(out.toString())
                .contains("shop/Deployment/web FAILED", "shop/Deployment/web VERIFIED")
                .endsWith("rotation-1 is ROLLED_BACK: web crashed\n");
    }

    @Test
    void aServiceThatGoesAndComesIsWaitedFor() throws Exception {
        // Given
        service.when(ROTATION, 200, rotation("ROLLING", false, history()))
                .when(ROTATION, 503, "")
                .when(ROTATION, 503, "")
                .when(ROTATION, 200, rotation("DONE", true, history()));

        // When
        var end = follow(Duration.ofSeconds(20));

        // Then
        assertThat(end.done()).isTrue();
        assertThat(out.toString()).containsOnlyOnce("asking again");
    }

    @Test
    void aServiceThatStaysAwayIsNot() {
        service.when(ROTATION, 200, rotation("ROLLING", false, history())).when(ROTATION, 503, "");

        assertThatThrownBy(() -> follow(Duration.ZERO))
                .isInstanceOfSatisfying(
                        RotationServiceException.class,
                        e -> assertThat(e.kind()).isEqualTo(RotationServiceException.Kind.NO_ANSWER));
    }

    @Test
    void whatTheClusterSaysGivesTheTerminalNoOrders() throws Exception {
        // Given
        service.when(
                ROTATION, 200, rotation("FAILED", true, history() + ", \"reason\": \"pod \\u001b[2Jweb\\nis gone\""));

        // When
        follow(Duration.ZERO);

        // Then
        assertThat(out.toString()).doesNotContain("\u001b").endsWith("rotation-1 is FAILED: pod  [2Jweb is gone\n");
    }

    private SeenRotation follow(Duration patience) throws InterruptedException {
        var noon = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
        var story = new RotationStory(new PrintWriter(out), noon);
        return new FollowRotation(api, story, Duration.ofMillis(5), patience).follow("rotation-1");
    }

    private static String history(String... lines) {
        return ", \"history\": [" + String.join(",", lines) + "]";
    }

    private static String restarts(String state, String awaited, String evidence) {
        return """
                {"rotation_id": "rotation-1", "changes": [], "tasks": [
                  {"workload": "shop/Deployment/web", "state": "%s", "awaited": "%s", "evidence": [%s], "updated": "2026-03-01T10:02:00Z"}]}
                """.formatted(state, awaited, evidence);
    }
}
