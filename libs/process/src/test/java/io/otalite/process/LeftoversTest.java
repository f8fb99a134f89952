package io.otalite.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.process.LocalProcesses.Leftover;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a supervisor leaves behind when it is killed, seen by the next one. */
@Timeout(60)
class LeftoversTest {
    @TempDir
    private Path folder;

    private final ProcessMark mark = new ProcessMark(UUID.randomUUID().toString());
    private final ProcessMark other = new ProcessMark(UUID.randomUUID().toString());

    /** A supervisor in a JVM of its own: one process that ends on request, one that does not. */
    static final class Supervisor {
        public static void main(String[] arguments) throws InterruptedException {
            var specs = new TestSpecs(Path.of(arguments[1]));
            var processes = new LocalProcesses(new ProcessMark(arguments[0]), Clock.systemUTC());
            processes.start(specs.script("polite", "exec sleep 1000"));
            processes.start(specs.script("stubborn", "trap '' TERM; while :; do sleep 1; done"));
            Thread.currentThread().join();
        }
    }

    @Test
    void givenAKilledSupervisor_whenTheNextOneStopsLeftovers_thenItStopsThoseAndNoOthers() throws Exception {
        // Given
        var supervisor = supervisor();
        try (var bystanders = new LocalProcesses(other, Clock.systemUTC());
                var next = new LocalProcesses(mark, Clock.systemUTC())) {
            bystanders.start(new TestSpecs(folder).script("bystander", "exec sleep 1000"));
            await().untilAsserted(() -> assertThat(mark.find()).hasSizeGreaterThanOrEqualTo(3));
            await().untilAsserted(() -> assertThat(other.find()).hasSize(1));
            supervisor.destroyForcibly().waitFor();

            // When
            var leftovers = next.stopLeftovers(Duration.ofSeconds(1));

            // Then
            assertThat(leftovers).extracting(Leftover::name).contains("polite", "stubborn");
            assertThat(mark.find()).isEmpty();
            assertThat(other.find()).hasSize(1);
            assertThat(next.stopLeftovers(Duration.ofSeconds(1))).isEmpty();
        } finally {
            supervisor.destroyForcibly().waitFor();
        }
    }

    private Process supervisor() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Supervisor.class.getName(),
                        mark.owner(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "supervisor.out"))
                .start();
    }
}
