package io.otalite.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.local.rotation.RotationApi;
import io.otalite.local.rotation.RotationServiceException;
import io.otalite.local.rotation.ScriptedService;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ArchiveRotationsTest {
    private static final String DRY_RUN = "POST /v1/rotations?dryRun=true";
    private static final String BEGIN = "POST /v1/rotations";
    private static final String ROTATION = "GET /v1/rotations/rotation-1";
    private static final String LIST = "GET /v1/rotations?page_size=100";
    private static final String PROVEN = """
            {"at": "2026-03-01T10:00:01Z", "state": "MINTED", "text": "It was accepted", "evidence": []}""";
    private static final String ENDED = """
            {"at": "2026-03-01T10:05:00Z", "state": "DONE", "text": "The old one is deleted", "evidence": []}""";

    private final StringWriter out = new StringWriter();
    private ScriptedService service;
    private RotationApi api;
    private ArchiveRotations rotations;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
        api = new RotationApi(service.uri(), "secret");
        rotations = new ArchiveRotations(new Narrator(new PrintWriter(out)), api, Duration.ofMillis(5));
    }

    @AfterEach
    void stop() {
        api.close();
        service.close();
    }

    @Test
    void itBeginsWhenNothingSpeaksAgainstItAndIsToldToItsEnd() throws Exception {
        // Given
        service.when(DRY_RUN, 200, "{\"plan\": {}, \"refusals\": [\"web is rolling out\"]}")
                .when(DRY_RUN, 200, "{\"plan\": {}, \"refusals\": []}")
                .when(BEGIN, 202, rotation("PLANNED", false))
                .when(ROTATION, 200, rotation("MINTED", false, PROVEN))
                .when(ROTATION, 200, rotation("MINTED", false, PROVEN, PROVEN))
                .when(ROTATION, 200, rotation("DONE", true, PROVEN, PROVEN, ENDED));
        var looks = new AtomicInteger();

        // When
        var end = rotations.run(looks::incrementAndGet);

        // Then
        assertThat(end.done()).isTrue();
        assertThat(looks).hasValue(2);
        assertThat(service.asked())
                .filteredOn(question -> question.startsWith(BEGIN + " "))
                .singleElement()
                .asString()
                .contains("backup@ota-local.iam.gserviceaccount.com");
        assertThat(out.toString()).containsOnlyOnce("It was accepted").containsOnlyOnce("The old one is deleted");
    }

    @Test
    void whatIsDoneMeanwhileMayFailTheDemo() {
        // Given
        service.when(DRY_RUN, 200, "{\"plan\": {}, \"refusals\": []}")
                .when(BEGIN, 202, rotation("PLANNED", false))
                .when(ROTATION, 200, rotation("ROLLING", false));

        // When, then
        assertThatThrownBy(() -> rotations.run(() -> {
                    throw new DemoFailedException("all to be well", "it is not");
                }))
                .hasMessage("expected all to be well; found it is not");
    }

    @Test
    void onlyThoseOfTheArchiveThatAreNotOverAreUnderWay() throws Exception {
        // Given
        service.when(LIST, 200, """
                {"items": [
                  {"id": "a", "over": true, "plan": {"account": "backup@ota-local.iam.gserviceaccount.com"}},
                  {"id": "b", "over": false, "plan": {"account": "backup@ota-local.iam.gserviceaccount.com"}},
                  {"id": "c", "over": false, "plan": {"account": "another"}}]}
                """);

        // When
        var underWay = rotations.underWay();

        // Then
        assertThat(underWay).containsExactly("b");
    }

    @Test
    void anAnswerThatIsNoneIsAFailure() {
        service.when(DRY_RUN, 503, "");

        assertThatThrownBy(() -> rotations.run(() -> {})).isInstanceOf(RotationServiceException.class);
    }

    private static String rotation(String state, boolean over, String... history) {
        return ScriptedService.rotation(state, over, ", \"history\": [" + String.join(",", history) + "]");
    }
}
