package io.otalite.emulator.cluster.kubelet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.emulator.cluster.kubelet.PodLogs.Wanted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ContainerLogsTest {
    @TempDir
    private Path folder;

    private TestContainers containers;

    @BeforeEach
    void open() throws InterruptedException {
        containers = new TestContainers(folder.resolve("pods")).prepare();
    }

    @AfterEach
    void close() {
        containers.close();
    }

    @Test
    void thePresentAndThePreviousRunCanBeReadAndNoOther() throws IOException {
        // Given
        containers.script("echo zero").start(0).awaitEnd();
        containers.script("echo one").start(1).awaitEnd();

        // When
        containers.script("printf 'two, unfinished'").start(2).awaitEnd();

        // Then
        assertThat(containers.log()).isEqualTo("two, unfinished\n");
        assertThat(containers.log(previous())).isEqualTo("one\n");
        try (var files =
                Files.list(folder.resolve("pods").resolve(containers.pod.uid()).resolve("logs/main"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("1.log", "2.log");
        }
    }

    @Test
    void aFirstRunHasNoPreviousOne() {
        // Given
        var logs = containers.runtime.logs();

        // When
        containers.script("true").start(0).awaitEnd();

        // Then
        assertThat(logs.exists(containers.main, false)).isTrue();
        assertThat(logs.exists(containers.main, true)).isFalse();
    }

    @Test
    void aFollowerSeesLinesAsTheyComeAndIsDoneWhenTheRunIs() {
        // Given
        var go = folder.resolve("go");
        var out = new ByteArrayOutputStream();
        containers
                .script("echo first; while ! test -e " + go + "; do sleep 0.05; done; printf last")
                .start();

        // When
        var following = CompletableFuture.runAsync(() -> follow(out));

        // Then
        await().untilAsserted(
                        () -> assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("first\n"));
        assertThat(following).isNotDone();
        assertThat(go.toFile().mkdir()).isTrue();
        await().untilAsserted(() -> assertThat(following).isCompleted());
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("first\nlast\n");
    }

    private void follow(ByteArrayOutputStream out) {
        var wanted = new Wanted(false, true, false, OptionalInt.empty(), Optional.empty(), OptionalLong.empty());
        try {
            containers.runtime.logs().copy(containers.main, wanted, out);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReaderGetsTheLinesHeAskedFor() {
        // Given
        var before = Instant.now();
        containers.script("echo 1; echo 2; echo 3").start().awaitEnd();
        var after = Instant.now();

        // When
        var lastTwo = containers.log(wanted(false, OptionalInt.of(2), Optional.empty(), OptionalLong.empty()));
        var sinceBefore = containers.log(wanted(false, OptionalInt.empty(), Optional.of(before), OptionalLong.empty()));
        var sinceAfter = containers.log(wanted(false, OptionalInt.empty(), Optional.of(after), OptionalLong.empty()));
        var threeBytes = containers.log(wanted(false, OptionalInt.empty(), Optional.empty(), OptionalLong.of(3)));
        var timed = containers.log(wanted(true, OptionalInt.of(1), Optional.empty(), OptionalLong.empty()));

        // Then
        assertThat(lastTwo).isEqualTo("2\n3\n");
        assertThat(sinceBefore).isEqualTo("1\n2\n3\n");
        assertThat(sinceAfter).isEmpty();
        assertThat(threeBytes).isEqualTo("1\n2");
        assertThat(timed).endsWith(" 3\n");
        assertThat(Instant.parse(timed.substring(0, timed.indexOf(' ')))).isBetween(before, after);
    }

    @Test
    void aLineOfAnyLengthAndAnyBytesComesBackAsItWas() {
        // Given
        var text = "grüße ".repeat(20_000);

        // When
        containers
                .script("cat $TEXT")
                .environment(Map.of("TEXT", file(text)))
                .start()
                .awaitEnd();

        // Then
        assertThat(containers.log()).isEqualTo(text + "\n");
    }

    private String file(String text) {
        try {
            return Files.writeString(folder.resolve("text"), text).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReaderWhoIsSlowerThanTheLogKeepsGoesOnWithTheOldestLineThereIs() throws IOException {
        // Given
        try (var log = new ContainerLog(folder.resolve("small.log"), Clock.systemUTC(), 200);
                var cursor = log.read()) {
            write(log, "first");
            var first = cursor.next().orElseThrow().text();

            // When
            for (var number = 0; number < 100; number++) {
                write(log, "number " + number);
            }

            // Then
            var last = "";
            var seen = 0;
            for (var line = cursor.next(); line.isPresent(); line = cursor.next()) {
                last = line.get().text();
                seen++;
            }
            assertThat(first).isEqualTo("first");
            assertThat(last).isEqualTo("number 99");
            assertThat(seen).isBetween(4, 20);
        }
    }

    private static void write(ContainerLog log, String line) throws IOException {
        log.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static Wanted previous() {
        return new Wanted(true, false, false, OptionalInt.empty(), Optional.empty(), OptionalLong.empty());
    }

    private static Wanted wanted(boolean timestamps, OptionalInt tail, Optional<Instant> since, OptionalLong limit) {
        return new Wanted(false, false, timestamps, tail, since, limit);
    }
}
