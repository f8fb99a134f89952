package io.otalite.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.process.ProcessState.Ended;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a caller does to a running process, and what the process does to its caller. */
@Timeout(60)
class SurroundingsTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final String STUBBORN = "trap '' TERM; echo up; while :; do sleep 1; done";

    @TempDir
    private Path folder;

    private final ProcessMark mark = new ProcessMark(UUID.randomUUID().toString());
    private final LocalProcesses processes = new LocalProcesses(mark, Clock.systemUTC());
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private TestSpecs specs;

    @BeforeEach
    void specs() {
        specs = new TestSpecs(folder);
    }

    @AfterEach
    void stopAll() {
        processes.close();
        assertThat(mark.find()).isEmpty();
    }

    @Test
    void anOutputHasEverythingWhenTheEndIsReported() {
        // Given
        var atTheEnd = new CompletableFuture<Integer>();
        processes.observe(status -> {
            if (status.state() instanceof Ended) {
                atTheEnd.complete(output.size());
            }
        });

        // When
        processes.start(specs.script("printer", "head -c 1000000 /dev/zero; echo last >&2"), output);

        // Then
        assertThat(atTheEnd).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(1_000_005);
        assertThat(specs.log("printer")).doesNotExist();
    }

    @Test
    void anOutputThatFailsDoesNotHoldUpTheProcess() {
        // Given
        var full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("no space left");
            }
        };

        // When
        processes.start(specs.script("printer", "head -c 1000000 /dev/zero; exit 4"), full);

        // Then
        await().untilAsserted(() -> assertThat(state("printer"))
                .isInstanceOfSatisfying(
                        Ended.class, ended -> assertThat(ended.last()).isEqualTo(new Ending.Exited(4))));
    }

    @Test
    void aStopIsCutShortByOneThatHasLessPatience() {
        // Given
        processes.start(specs.script("stubborn", STUBBORN), output);
        await().untilAsserted(() ->
                assertThat(output.toString(StandardCharsets.UTF_8)).contains("up"));
        var patient = CompletableFuture.runAsync(() -> processes.stop("stubborn", Duration.ofMinutes(10)));
        await().untilAsserted(() -> assertThat(state("stubborn")).isInstanceOf(ProcessState.Stopping.class));

        // When
        processes.stop("stubborn", Duration.ZERO);

        // Then
        await().untilAsserted(() -> assertThat(patient).isDone());
        assertThat(processes.status("stubborn")).isEmpty();
    }

    @Test
    void aCommandRunsInTheSurroundingsOfAProcessAndEndsWithAllItStarted() throws Exception {
        // Given
        processes.start(specs.command("service", List.of("sleep", "1000"), Map.of("ANSWER", "42")), output);
        await().untilAsserted(() -> assertThat(state("service").processId()).isPresent());

        // When
        var passed = processes.run("service", List.of("sh", "-c", "test $ANSWER = 42"), A_SECOND);
        var late = processes.run("service", List.of("sh", "-c", "sleep 1000; true"), A_SECOND);
        var unknown = processes.run("nobody", List.of("true"), A_SECOND);

        // Then
        assertThat(passed).isEmpty();
        assertThat(late).contains("sh took longer than 1000 ms");
        assertThat(unknown).contains("the process does not run");
        await().untilAsserted(() -> assertThat(mark.find("service")).hasSize(1));
    }

    private ProcessState state(String name) {
        return processes.status(name).orElseThrow().state();
    }
}
