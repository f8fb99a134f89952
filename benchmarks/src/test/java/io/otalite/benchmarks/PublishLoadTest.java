package io.otalite.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishLoadTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        return PublishLoad.commandLine(CLOCK)
                .setOut(new PrintWriter(Writer.nullWriter()))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void givenResultsOfThatNameAndDay_whenItIsStarted_thenNothingIsMeasuredAndTheyStay() throws IOException {
        // Given
        var earlier = Files.writeString(folder.resolve("2026-05-01-publish.json"), "earlier");

        // When
        var code = execute("--results", folder.toString());

        // Then
        assertThat(code).isEqualTo(3);
        assertThat(err.toString()).contains("2026-05-01-publish.json exists").contains("--name");
        assertThat(earlier).hasContent("earlier");
    }

    @Test
    void givenAnAttachedSystem_whenAScenarioWouldStopItsProcesses_thenItIsRefused() {
        // When
        var code = execute("--results", folder.toString(), "--attach", folder.toString(), "--scenarios", "backlog");

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("keeps its processes").contains("half-load");
    }

    @Test
    void givenAFolderWithoutASystem_whenItIsAttachedTo_thenTheMessageSaysHowToStartOne() {
        // When
        var code = execute("--results", folder.toString(), "--attach", folder.toString());

        // Then
        assertThat(code).isEqualTo(3);
        assertThat(err.toString()).contains("./ota up");
    }
}
