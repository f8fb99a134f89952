package io.otalite.local;

import static io.otalite.local.rotation.ScriptedService.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.local.rotation.ScriptedService;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command, against a service that answers as it is told. */
@Timeout(30)
class RotateCommandTest {
    private static final String BEGIN = "POST /v1/rotations";
    private static final String REHEARSE = "POST /v1/rotations?dryRun=true";
    private static final String ONE = "GET /v1/rotations/rotation-1";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ScriptedService service;

    @BeforeEach
    void start() throws Exception {
        service = new ScriptedService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({"DONE, 0", "ROLLED_BACK, 1", "ABORTED, 1", "FAILED, 1"})
    void theEndOfARotationIsTheExitCode(String state, int code) throws Exception {
        // Given
        service.when(BEGIN, 202, rotation("PLANNED", false, "")).when(ONE, 200, rotation(state, true, ""));

        // When
        var found = run("shop/archive/key.json", "--force", "night may fail");

        // Then
        assertThat(found).as(err.toString()).isEqualTo(code);
        assertThat(out.toString()).contains("rotation-1 is " + state);
        assertThat(service.asked().getFirst())
                .isEqualTo(
                        BEGIN
                                + " Bearer a-token {\"secret\":{\"namespace\":\"shop\",\"name\":\"archive\",\"entry\":\"key.json\"},\"compromised\":false,\"force\":\"night may fail\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "409, Rotation refused, 1",
        "404, Unknown credential, 2",
        "400, Invalid rotation, 2",
        "401, Not allowed, 2",
        "503, Not available now, 3"
    })
    void aProblemIsOneLine(int status, String title, int code) throws Exception {
        // Given
        service.when(BEGIN, status, "{\"title\": \"%s\", \"detail\": \"because\"}".formatted(title));

        // When
        var found = run("--account", "backup@shop");

        // Then
        assertThat(found).isEqualTo(code);
        assertThat(err.toString()).isEqualTo(title + ": because" + System.lineSeparator());
    }

    @Test
    void whereNobodyAnswersTheCodeIsThree() throws Exception {
        // Given
        service.close();

        // When
        var code = run("shop/archive");

        // Then
        assertThat(code).isEqualTo(3);
        assertThat(err.toString()).contains("rotation-service does not answer at " + service.uri());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[] | 0", "[\"web would not start\"] | 1"})
    void aDryRunShowsThePlanAndWhatSpeaksAgainstIt(String refusals, int code) throws Exception {
        // Given
        service.when(REHEARSE, 200, rehearsal(refusals));

        // When
        var found = run("shop/archive", "--dry-run");

        // Then
        assertThat(found).isEqualTo(code);
        assertThat(out.toString()).contains("of backup@shop, now old-1", "restarts Deployment shop/web");
        assertThat(out.toString().contains("refused: web would not start")).isEqualTo(code == 1);
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void aDryRunInJsonIsTheAnswerOfTheService() throws Exception {
        // Given
        service.when(REHEARSE, 200, "{\"plan\": {}, \"refusals\": []}");

        // When
        var code = run("shop/archive", "--dry-run", "--json");

        // Then
        assertThat(code).isZero();
        assertThat(out.toString()).contains("\"refusals\" : [ ]");
    }

    @Test
    void aRevocationIsBegunByWhoeverTypesTheAccount() throws Exception {
        // Given
        service.when(REHEARSE, 200, rehearsal("[]"))
                .when(BEGIN, 202, rotation("PLANNED", false, ""))
                .when(ONE, 200, rotation("DONE", true, ""));

        // When
        var code = typing("backup@shop\n", "shop/archive", "--compromised");

        // Then
        assertThat(code).isZero();
        assertThat(service.asked().get(1)).contains("\"compromised\":true,\"confirm\":\"backup@shop\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes\n", ""})
    void aRevocationIsNotBegunByAnythingElse(String answer) throws Exception {
        // Given
        service.when(REHEARSE, 200, rehearsal("[]"));

        // When
        var code = typing(answer, "shop/archive", "--compromised");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("Nothing was done.");
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void aScriptConfirmsWithoutBeingAsked() throws Exception {
        // Given
        service.when(BEGIN, 202, rotation("PLANNED", false, "")).when(ONE, 200, rotation("DONE", true, ""));

        // When
        var code = run("shop/archive", "--compromised", "--confirm", "backup@shop");

        // Then
        assertThat(code).isZero();
        assertThat(service.asked().getFirst()).contains("\"confirm\":\"backup@shop\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abort", "retire"})
    void anOrderIsGivenWithItsReason(String order) throws Exception {
        // Given
        service.when("POST /v1/rotations/rotation-1:" + order, 200, rotation("CANARY", false, ""));

        // When
        var code = run("--" + order, "rotation-1", "--reason", "not now");

        // Then
        assertThat(code).as(err.toString()).isZero();
        assertThat(out.toString()).contains("./ota rotate --follow rotation-1 --url " + service.uri());
        assertThat(service.asked().getFirst()).endsWith("{\"reason\":\"not now\"}");
    }

    @Test
    void theListHasAProblemWhereThereIsOne() throws Exception {
        // Given
        service.when(
                "GET /v1/rotations?page_size=100",
                200,
                "{\"items\": [" + rotation("DRAINING", false, ", \"problem\": {\"text\": \"nobody can tell\"}")
                        + "], \"next_page_token\": \"\"}");

        // When
        var code = run("--list");

        // Then
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("ID", "rotation-1", "DRAINING", "2026-03-01T10:00:00Z", "backup@shop: nobody can tell");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "archive",
                "shop/archive/key.json/more",
                "shop/archive --list",
                "shop/archive --reason because",
                "shop/archive --json",
                "--abort rotation-1",
                "--follow rotation-1 --dry-run",
                "--list --compromised"
            })
    void aWrongCommandLineIsTwo(String line) throws Exception {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
        assertThat(service.asked()).isEmpty();
    }

    @Test
    void theTokenOfTheLocalSystemIsNotSentElsewhere() {
        assertThat(execute("--list", "--url", service.uri().toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--url needs --token-file");
    }

    private static String rehearsal(String refusals) {
        var plan = rotation("PLANNED", false, "");
        return "{\"plan\": %s, \"refusals\": %s}"
                .formatted(plan.substring(plan.indexOf("{\"credential\""), plan.lastIndexOf('}')), refusals);
    }

    private int typing(String answer, String... arguments) throws Exception {
        var before = System.in;
        System.setIn(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    private int run(String... arguments) throws Exception {
        var token = Files.writeString(folder.resolve("token"), "a-token\n");
        return execute(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--url", service.uri().toString(), "--token-file", token.toString()))
                .toArray(String[]::new));
    }

    private int execute(String... arguments) {
        return Ota.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        Stream.concat(Stream.of("rotate"), Stream.of(arguments)).toArray(String[]::new));
    }
}
