package io.otalite.emulator.cluster.kubelet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.process.ProcessMark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An emulator that is killed, and the next one. */
@Timeout(60)
class LeftoverContainersTest {
    @TempDir
    private Path folder;

    private final ProcessMark mark = new ProcessMark(UUID.randomUUID().toString());

    /** A runtime in a JVM of its own, with a container that does not end when it is asked to, and a child of it. */
    static final class Emulator {
        public static void main(String[] arguments) throws InterruptedException {
            var containers = new TestContainers(Path.of(arguments[1], "pods"), new ProcessMark(arguments[0]));
            containers
                    .prepare()
                    .script(
                            "trap '' TERM",
                            "setsid sleep 1000 &",
                            "echo $$ $! > " + arguments[1] + "/pids",
                            "sleep 1000")
                    .start();
            Thread.currentThread().join();
        }
    }

    @Test
    void afterAKillOfTheEmulatorTheNextOneEndsWhatItLeftBehind() throws Exception {
        // Given
        var emulator = emulator();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(pids()).hasSize(2));
        emulator.destroyForcibly().waitFor();
        var orphans = pids();
        assertThat(orphans).anyMatch(TestContainers::isRunning);

        // When
        var next = new TestContainers(folder.resolve("pods"), mark);

        // Then
        try (next) {
            assertThat(orphans).noneMatch(TestContainers::isRunning);
            assertThat(folder.resolve("pods")).doesNotExist();
        }
    }

    private List<Long> pids() throws IOException {
        var file = folder.resolve("pids");
        return Files.exists(file)
                ? List.of(Files.readString(file).strip().split("\\s+", -1)).stream()
                        .filter(word -> !word.isEmpty())
                        .map(Long::valueOf)
                        .toList()
                : List.of();
    }

    private Process emulator() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Emulator.class.getName(),
                        mark.owner(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "emulator.out"))
                .start();
    }
}
