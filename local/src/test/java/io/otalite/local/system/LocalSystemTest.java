package io.otalite.local.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.otalite.local.kafka.TopicReader;
import io.otalite.process.Launch;
import io.otalite.process.LocalProcesses;
import io.otalite.process.ProcessMark;
import io.otalite.process.ProcessSpec;
import io.otalite.process.RestartPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The parts that need no service: a real broker, a real Postgres and the emulator. */
@Timeout(180)
class LocalSystemTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void givenASupervisorKilledWithoutWarning_whenStartedAgain_thenLeftoversAreStoppedAndTheDataIsThere()
            throws Exception {
        // Given
        var state = folder.resolve("state");
        var ports = Ports.free();
        try (var killed = SystemInOwnJvm.launch(state, ports, folder.resolve("output"))) {
            await().atMost(PATIENCE).until(() -> StateDirectory.exists(state) && readyIn(state) == 4);
            createTopic(ports, "kept");
            killed.kill();
        }
        var progress = new CopyOnWriteArrayList<Progress>();
        var settings = settings(state, ports).withProgress(progress::add);

        // When
        try (var system = new LocalSystem(settings, Clock.systemUTC())) {
            system.start();

            // Then
            assertThat(progress.stream().filter(Progress.LeftoverStopped.class::isInstance))
                    .extracting(leftover -> ((Progress.LeftoverStopped) leftover).process())
                    .contains("kafka", "google", "postgres", "cluster");
            assertThat(system.statuses()).hasSize(4).allMatch(status -> status.ready());
            try (var reader = TopicReader.fromBeginning(system.endpoints().kafka(), "kept")) {
                assertThat(reader.poll(Duration.ofMillis(10))).isEmpty();
            }
        }
        assertThat(leftoversOf(new ProcessMark(StateDirectory.open(state).id())))
                .isEmpty();
    }

    @Test
    void givenARunningSystem_whenItsProcessesAreKilled_thenAllComeBackAndASecondSystemIsRefused() throws Exception {
        // Given
        var settings = settings(folder.resolve("state"), Ports.free());
        try (var system = new LocalSystem(settings, Clock.systemUTC())) {
            system.start();

            // When
            for (var status : system.statuses()) {
                assertThat(system.process(status.name()).kill()).isTrue();
            }

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(system.statuses()).allMatch(status -> status.ready() && status.restarts() == 1));
            assertThatThrownBy(() -> new LocalSystem(settings, Clock.systemUTC()))
                    .isInstanceOf(LocalSystemException.class)
                    .hasMessageContaining("runs on " + system.state().path() + " already by process");
            assertThat(RunRecord.readAll(system.state())).allMatch(record -> record.restarts() == 1);
            for (var secret : List.of("admin-token", "secrets/postgres-password", "secrets/key-encryption-key")) {
                assertThat(Files.getPosixFilePermissions(system.state().path().resolve(secret)))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    @Test
    void givenAProcessThatCannotStart_whenStarted_thenItsLastLinesAreToldAndNothingIsLeft() throws Exception {
        // Given
        var settings = settings(folder.resolve("state"), Ports.free())
                .without("postgres")
                .withChange("kafka", LocalSystemTest::broken);
        var system = new LocalSystem(settings, Clock.systemUTC());

        // When
        var failure = catchThrowableOfType(StartFailedException.class, system::start);

        // Then
        assertThat(failure).hasMessageContaining("kafka could not start: exit code 7");
        assertThat(failure.lastLines()).containsExactly("no such luck");
        assertThat(leftoversOf(new ProcessMark(system.state().id()))).isEmpty();
        assertThat(StateLock.isHeld(system.state())).isFalse();
    }

    @Test
    void givenAStartUnderWay_whenClosed_thenNothingIsLeft() throws Exception {
        // Given
        var seen = new CompletableFuture<Progress>();
        var settings = settings(folder.resolve("state"), Ports.free()).withProgress(seen::complete);
        var system = new LocalSystem(settings, Clock.systemUTC());
        var start = CompletableFuture.runAsync(() -> {
            try {
                system.start();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        seen.join();

        // When
        system.close();

        // Then
        await().atMost(PATIENCE).until(start::isCompletedExceptionally);
        assertThat(leftoversOf(new ProcessMark(system.state().id()))).isEmpty();
    }

    static LocalSystemSettings settings(Path state, Ports ports) {
        return LocalSystemSettings.standard(ProjectLayout.find())
                .withStateDirectory(state)
                .withPorts(ports)
                .without("api-service")
                .without("backup-service")
                .without("rotation-service");
    }

    private static ProcessSpec broken(ProcessSpec spec) {
        var launch = new Launch(
                List.of("/bin/sh", "-c", "echo no such luck; exit 7"),
                Map.of(),
                spec.launch().workingDirectory(),
                spec.launch().logFile());
        var quick = new RestartPolicy.Always(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMinutes(1));
        return new ProcessSpec(spec.name(), launch, spec.probes(), spec.stop(), quick);
    }

    private static List<?> leftoversOf(ProcessMark mark) throws InterruptedException {
        try (var processes = new LocalProcesses(mark, Clock.systemUTC())) {
            return processes.stopLeftovers(Duration.ZERO);
        }
    }

    private static long readyIn(Path state) {
        return RunRecord.readAll(StateDirectory.open(state)).stream()
                .filter(record -> record.state().equals("ready"))
                .count();
    }

    private static void createTopic(Ports ports, String name) throws Exception {
        var bootstrap = "127.0.0.1:" + ports.number(PortName.KAFKA);
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(name, 3, (short) 1))).all().get();
        }
    }
}
