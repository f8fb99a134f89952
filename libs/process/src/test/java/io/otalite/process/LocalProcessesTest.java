package io.otalite.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.otalite.process.ProcessState.BackingOff;
import io.otalite.process.ProcessState.Ended;
import io.otalite.process.ProcessState.Ready;
import io.otalite.process.ProcessState.Starting;
import io.otalite.process.ProcessState.Unready;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: what a runtime does with them is not worth knowing from pretended ones. */
@Timeout(60)
class LocalProcessesTest {
    private static final long LOG_LIMIT = 4L * 1024 * 1024;

    @TempDir
    private Path folder;

    private final ProcessMark mark = new ProcessMark(UUID.randomUUID().toString());
    private final LocalProcesses processes = new LocalProcesses(mark, Clock.systemUTC(), AotCaches.none(), LOG_LIMIT);
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
    void givenProbes_whenTheyPass_thenItIsReadyAndThenFollowsReadiness() throws IOException {
        // Given
        var started = folder.resolve("started");
        var ready = folder.resolve("ready");
        var probes = Probes.of(specs.fileExists(started, 1000), specs.fileExists(ready, 2));
        processes.start(specs.script("service", "sleep 100", probes, TestSpecs.QUICK));
        awaitState("service", Starting.class);

        // When
        Files.createFile(ready);
        Files.createFile(started);

        // Then
        awaitState("service", Ready.class);
        Files.delete(ready);
        awaitState("service", Unready.class);
        Files.createFile(ready);
        awaitState("service", Ready.class);
        assertThat(status("service").restarts()).isZero();
    }

    @Test
    void givenAServerWhoseBodyNeverEnds_whenItIsProbed_thenItsStatusIsTheAnswerAndAStopIsNotHeldUp()
            throws IOException {
        // Given
        var over = new CountDownLatch(1);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var probe = new Probe(new ProbeAction.HttpGet(uri), Duration.ofMinutes(10), Duration.ofSeconds(5), 1);

        // When
        processes.start(specs.script(
                "service", "sleep 100", new Probes(Optional.empty(), Optional.of(probe)), TestSpecs.QUICK));

        // Then
        awaitState("service", Ready.class);
        processes.close();
        over.countDown();
        server.stop(0);
    }

    @Test
    void givenAStartupProbeThatNeverPasses_whenItFailedForGood_thenItIsKilledAndStartedAgain() {
        // Given
        var never =
                Probes.of(specs.fileExists(folder.resolve("never"), 2), specs.fileExists(folder.resolve("never"), 1));

        // When
        processes.start(specs.script("service", "sleep 100", never, TestSpecs.QUICK));

        // Then
        await().untilAsserted(() -> assertThat(status("service").restarts()).isGreaterThanOrEqualTo(2));
    }

    @Test
    void givenAProcessThatEndsAtOnce_whenStarted_thenItIsStartedAgainAfterGrowingPauses() {
        // Given
        var pauses = new CopyOnWriteArrayList<Duration>();
        processes.observe(status -> {
            if (status.state() instanceof BackingOff(var last, var _, var pause)) {
                assertThat(last.describe()).isEqualTo("exit code 3");
                pauses.add(pause);
            }
        });

        // When
        processes.start(specs.script("service", "exit 3", Probes.none(), TestSpecs.QUICK));

        // Then
        await().untilAsserted(() -> assertThat(pauses)
                .startsWith(
                        Duration.ofMillis(20), Duration.ofMillis(40), Duration.ofMillis(80), Duration.ofMillis(100)));
    }

    @Test
    void givenAProcessThatWasReadyLongEnough_whenItEnds_thenThePausesBeginAnew() {
        // Given
        var policy = new RestartPolicy.Always(Duration.ofMillis(20), Duration.ofSeconds(30), Duration.ofMillis(50));
        var pauses = new CopyOnWriteArrayList<Duration>();
        processes.observe(status -> {
            if (status.state() instanceof BackingOff(var _, var _, var pause)) {
                pauses.add(pause);
            }
        });

        // When
        processes.start(specs.script("service", "sleep 0.2", Probes.none(), policy));

        // Then
        await().untilAsserted(() -> assertThat(pauses).hasSizeGreaterThanOrEqualTo(3));
        assertThat(pauses).containsOnly(Duration.ofMillis(20));
    }

    @Test
    void givenALongPause_whenStopped_thenItDoesNotWaitForItsEnd() {
        // Given
        var policy = new RestartPolicy.Always(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        processes.start(specs.script("service", "exit 1", Probes.none(), policy));
        awaitState("service", BackingOff.class);

        // When
        processes.stop("service");

        // Then
        assertThat(processes.status("service")).isEmpty();
    }

    @Test
    void givenAProcessThatIgnoresTerm_whenStopped_thenItIsKilledAfterItsGracePeriod() {
        // Given
        var stubborn = specs.script("stubborn", "trap '' TERM; echo deaf; while :; do sleep 1; done");
        processes.start(specs.stopping(stubborn, StopPolicy.within(Duration.ofMillis(300))));
        await().untilAsserted(() -> assertThat(processes.logs("stubborn", 1)).containsExactly("deaf"));
        var begin = System.nanoTime();

        // When
        processes.stop("stubborn");

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
        assertThat(mark.find()).isEmpty();
    }

    @Test
    void givenAProcessThatListensToInt_whenStoppedSo_thenItEndsByItself() {
        // Given
        var polite = specs.script("polite", "trap 'echo bye; exit 0' INT; echo up; while :; do sleep 0.05; done");
        processes.start(specs.stopping(polite, new StopPolicy(StopPolicy.Signal.INT, Duration.ofSeconds(20))));
        await().untilAsserted(() -> assertThat(processes.logs("polite", 1)).containsExactly("up"));

        // When
        processes.stop("polite");

        // Then
        assertThat(ProcessLog.tail(specs.log("polite"), 1)).containsExactly("bye");
    }

    @Test
    void givenDescendantsInAndOutsideOfItsSession_whenStopped_thenNoneIsLeft() {
        // Given
        processes.start(
                specs.script("parent", "sleep 1000 & setsid sleep 1000 & sh -c 'sleep 1000 & wait' & echo up; wait"));
        await().untilAsserted(() -> assertThat(mark.find("parent")).hasSizeGreaterThanOrEqualTo(5));

        // When
        processes.stop("parent");

        // Then
        assertThat(mark.find()).isEmpty();
    }

    @Test
    void givenDescendants_whenTheProcessCrashes_thenTheyGoWithIt() {
        // Given
        processes.start(specs.script("parent", "sleep 1000 & setsid sleep 1000 & echo up; wait"));
        await().untilAsserted(() -> assertThat(mark.find("parent")).hasSizeGreaterThanOrEqualTo(3));

        // When
        ProcessHandle.of(status("parent").state().processId().orElseThrow())
                .orElseThrow()
                .destroyForcibly();

        // Then
        awaitState("parent", Ended.class);
        assertThat(((Ended) status("parent").state()).last().describe()).isEqualTo("killed by signal 9");
        assertThat(mark.find()).isEmpty();
    }

    @Test
    void givenAProcessThatWritesAHundredMegabytes_whenItGoesOn_thenItsLogsStayBounded() {
        // Given
        var flood = "head -c 104857600 /dev/zero | tr '\\0' 'x' | fold -w 100; touch written; sleep 100";

        // When
        processes.start(specs.script("flood", flood));

        // Then
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            assertThat(folder.resolve("written")).exists();
            assertThat(Files.size(specs.log("flood"))).isLessThanOrEqualTo(LOG_LIMIT);
            assertThat(Files.size(folder.resolve("flood.log.1"))).isBetween(1L, LOG_LIMIT);
        });
    }

    @Test
    void givenALogOfAnEarlierRun_whenStarted_thenItIsPutAside() throws IOException {
        // Given
        Files.writeString(specs.log("service"), "yesterday");

        // When
        processes.start(specs.script("service", "echo today"));

        // Then
        awaitState("service", Ended.class);
        assertThat(specs.log("service")).hasContent("today");
        assertThat(folder.resolve("service.log.1")).hasContent("yesterday");
    }

    @Test
    void givenVariablesOfTheParent_whenStarted_thenOnlyTheFourAndItsOwnArePassedOn() {
        // Given
        var spec = specs.command("service", List.of("env"), Map.of("COLOUR", "green"));

        // When
        processes.start(spec);

        // Then
        awaitState("service", Ended.class);
        var names = processes.logs("service", 100).stream().map(line -> line.split("=", 2)[0]);
        assertThat(names)
                .contains("COLOUR", "PATH")
                .isSubsetOf("COLOUR", "PATH", "HOME", "LANG", "JAVA_HOME", "OTA_LITE_PROCESS");
    }

    @Test
    void givenAMissingWorkingDirectory_whenStarted_thenTheReasonIsAStateAndItIsTriedAgain() {
        // Given
        var launch = new Launch(List.of("true"), Map.of(), folder.resolve("missing"), specs.log("service"));
        var spec = new ProcessSpec(
                "service", launch, Probes.none(), StopPolicy.within(Duration.ofSeconds(1)), TestSpecs.QUICK);

        // When
        processes.start(spec);

        // Then
        await().untilAsserted(() -> assertThat(status("service").restarts()).isGreaterThanOrEqualTo(2));
    }

    @Test
    void givenAProcess_whenStarted_thenItLeadsASessionOfItsOwn() throws IOException {
        // When
        processes.start(specs.script("service", "sleep 100"));

        // Then
        awaitState("service", Ready.class);
        var pid = status("service").state().processId().orElseThrow();
        await().untilAsserted(() -> assertThat(
                        Files.readString(Path.of("/proc/" + pid + "/stat")).split(" ", 7)[5])
                .isEqualTo(Long.toString(pid)));
    }

    @Test
    void givenATakenName_whenStartedAgain_thenItIsRefused() {
        processes.start(specs.script("service", "sleep 100"));

        assertThatThrownBy(() -> processes.start(specs.script("service", "sleep 100")))
                .isInstanceOf(ProcessRuntimeException.class)
                .hasMessageContaining("the name is taken");
    }

    @Test
    void givenSeveralProcesses_whenClosed_thenTheyStopInReverseOrderAndNothingStartsAnyMore() {
        // Given
        var ended = new CopyOnWriteArrayList<String>();
        processes.observe(status -> {
            if (status.state() instanceof Ended) {
                ended.add(status.name());
            }
        });
        Stream.of("first", "second", "third").forEach(name -> processes.start(specs.script(name, "sleep 100")));
        Stream.of("first", "second", "third").forEach(name -> awaitState(name, Ready.class));

        // When
        processes.close();

        // Then
        assertThat(ended).containsExactly("third", "second", "first");
        assertThatThrownBy(() -> processes.start(specs.script("late", "sleep 100")))
                .isInstanceOf(ProcessRuntimeException.class);
    }

    private ProcessStatus status(String name) {
        return processes.status(name).orElseThrow();
    }

    private void awaitState(String name, Class<? extends ProcessState> state) {
        await().untilAsserted(() -> assertThat(processes.status(name).map(ProcessStatus::state))
                .get()
                .isInstanceOf(state));
    }
}
