package io.otalite.emulator.google;

import static io.otalite.emulator.google.RunningEmulator.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.ServiceOptions;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.otalite.access.AccessToken;
import io.otalite.emulator.google.storage.StoredObjects;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The emulator as a process of its own, killed while it writes: what it acknowledged is there, and nothing is torn. */
@Timeout(120)
class KillTest {
    private static final int ROUNDS = 5;
    private static final int WRITERS = 4;

    @TempDir
    Path home;

    private final Random random = new Random(20241009);
    private final Map<String, byte[]> attempted = new ConcurrentHashMap<>();
    private final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();

    @BeforeEach
    void writeAdminToken() throws IOException {
        Files.writeString(
                home.resolve("admin.sha256"), AccessToken.of("admin").hash().sha256Hex());
    }

    @Test
    void everyAcknowledgedObjectSurvivesKills() throws Exception {
        // When
        for (var round = 0; round < ROUNDS; round++) {
            killWhileWriting(round, 5 + random.nextInt(40));
        }

        // Then
        try (var process = EmulatorProcess.start(home)) {
            var storage = process.storage();
            assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * 5);
            for (var entry : acknowledged.entrySet()) {
                assertThat(storage.readAllBytes(BUCKET, entry.getKey())).isEqualTo(entry.getValue());
            }
        }
        for (var found : StoredObjects.open(home.resolve("data")).list(BUCKET, "")) {
            assertThat(Files.readAllBytes(found.content())).isEqualTo(attempted.get(found.name()));
        }
    }

    @Test
    void aTerminatedEmulatorStopsCleanly() throws Exception {
        // Given
        var process = EmulatorProcess.start(home);

        // When
        var exitCode = process.terminate();

        // Then
        assertThat(exitCode).isEqualTo(143);
    }

    private void killWhileWriting(int round, int acknowledgements) throws Exception {
        try (var process = EmulatorProcess.start(home);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var left = new AtomicInteger(acknowledgements);
            var storage = process.storage();
            var writers = new ArrayList<Future<?>>();
            for (var writer = 0; writer < WRITERS; writer++) {
                var name = "round-%d/writer-%d/".formatted(round, writer);
                writers.add(threads.submit(() -> writeUntilKilled(storage, name, process, left)));
            }
            await(writers);
        }
    }

    private void writeUntilKilled(Storage storage, String prefix, EmulatorProcess process, AtomicInteger left) {
        for (var i = 0; process.isAlive(); i++) {
            var name = prefix + i;
            var content = new byte[1 + Math.floorMod(name.hashCode(), 200_000)];
            new Random(name.hashCode()).nextBytes(content);
            attempted.put(name, content);
            try {
                storage.create(BlobInfo.newBuilder(BUCKET, name).build(), content, BlobTargetOption.doesNotExist());
                acknowledged.put(name, content);
            } catch (StorageException _) {
                return;
            }
            if (left.decrementAndGet() == 0) {
                process.kill();
            }
        }
    }

    private static void await(List<Future<?>> writers) throws InterruptedException, ExecutionException {
        for (var writer : writers) {
            writer.get();
        }
    }

    /** The main class in a JVM of its own. */
    private record EmulatorProcess(Path home, Process process, String uri) implements AutoCloseable {

        static EmulatorProcess start(Path home) throws IOException {
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            var command = new ArrayList<>(
                    List.of(java, "-cp", System.getProperty("java.class.path"), GoogleEmulator.class.getName()));
            command.addAll(
                    Arrays.asList("--port", "0", "--data", home.resolve("data").toString()));
            command.addAll(Arrays.asList("--key-file", home.resolve("key.json").toString()));
            command.addAll(Arrays.asList(
                    "--admin-token-sha256-file", home.resolve("admin.sha256").toString()));
            var process = new ProcessBuilder(command)
                    .redirectError(home.resolve("log").toFile())
                    .start();
            var out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
            var line = new BufferedReader(out).readLine();
            assertThat(line).startsWith("Google emulator: http://127.0.0.1:");
            return new EmulatorProcess(home, process, line.substring("Google emulator: ".length()));
        }

        Storage storage() {
            var builder = StorageOptions.http()
                    .setProjectId("ota-local")
                    .setCredentials(
                            RunningEmulator.key(home.resolve("key.json")).createScoped(RunningEmulator.READ_WRITE))
                    .setRetrySettings(ServiceOptions.getNoRetrySettings());
            builder.setHost(uri);
            return builder.build().getService();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        /** As {@code kill -9}. */
        void kill() {
            process.destroyForcibly();
        }

        /** As {@code kill}. */
        int terminate() throws InterruptedException {
            process.destroy();
            return process.waitFor();
        }

        @Override
        public void close() {
            kill();
            process.onExit().join();
        }
    }
}
