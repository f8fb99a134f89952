package io.otalite.emulator.cluster.kubelet.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.ContainerState;
import io.otalite.emulator.cluster.kubelet.ProbeAction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, well-behaved and not. */
@Timeout(60)
class ProcessContainersTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final long MEBI = 1024 * 1024;

    @TempDir
    private Path folder;

    private TestContainers containers;

    /** Takes all the memory it can get. */
    static final class Hungry {
        public static void main(String[] arguments) {
            var eaten = new ArrayList<byte[]>();
            while (true) {
                eaten.add(new byte[(int) MEBI]);
            }
        }
    }

    @BeforeEach
    void open() throws InterruptedException {
        containers = new TestContainers(folder.resolve("pods"));
    }

    @AfterEach
    void close() {
        containers.close();
    }

    @Test
    void aProcessInheritsNothingAndHasWhatItsContainerSays() {
        // Given
        var spec = containers.prepare().script("env | sort; pwd").environment(Map.of("GREETING", "hello"));

        // When
        spec.start();

        // Then
        assertThat(containers.awaitEnd().reason()).isEqualTo("Completed");
        var home = folder.resolve("pods").resolve(containers.pod.uid()).resolve("home");
        assertThat(containers.log().lines())
                .contains("GREETING=hello", "HOME=" + home, "HOSTNAME=web-1", home.toString())
                .extracting(line -> line.replaceFirst("=.*", ""))
                .containsOnly(
                        "GREETING",
                        "HOME",
                        "HOSTNAME",
                        "JAVA_HOME",
                        "LANG",
                        "OTA_LITE_PROCESS",
                        "OTA_MOUNTS",
                        "PATH",
                        "PWD",
                        home.toString());
    }

    @Test
    void commandReplacesTheEntrypointAndArgsReplaceTheArguments() {
        // Given
        containers.prepare().script("").args().start(0).awaitEnd();
        var own = containers.log();

        // When
        containers
                .script("")
                .command("echo", "a command")
                .args("and arguments")
                .start(1)
                .awaitEnd();

        // Then
        assertThat(own).isEqualTo("the image\n");
        assertThat(containers.log()).isEqualTo("a command and arguments\n");
    }

    @Test
    void aProcessThatEndsAtOnceIsReportedWithItsCodeAndItsLastWords() {
        // Given
        var told = new CopyOnWriteArrayList<ContainerRef>();
        containers.runtime.observe(told::add);
        var spec = containers.prepare().script("echo no such table >&2; exit 7").showLogOnError();

        // When
        spec.start();

        // Then
        var ended = containers.awaitEnd();
        assertThat(ended.exitCode()).isEqualTo(7);
        assertThat(ended.reason()).isEqualTo("Error");
        assertThat(ended.message()).isEqualTo("no such table");
        await("told of its begin and of its end")
                .untilAsserted(() -> assertThat(told).containsExactly(containers.main, containers.main));
    }

    @Test
    void aLogThatIsNotToBeShownStaysOutOfTheReport() {
        // Given
        var spec = containers.prepare().script("echo the password is open >&2; exit 7");

        // When
        spec.start();

        // Then
        assertThat(containers.awaitEnd().message()).isEmpty();
    }

    @Test
    void whenAllEndsEachContainerHasItsOwnGracePeriod() {
        // Given
        containers
                .prepare()
                .script("trap '' TERM; echo up; while :; do sleep 1; done")
                .grace(A_SECOND)
                .start()
                .awaitLog("up");
        var before = System.nanoTime();

        // When
        containers.runtime.close();

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(A_SECOND, Duration.ofSeconds(20));
    }

    @Test
    void aProgramThatDoesNotExistIsARunThatHasEnded() {
        // Given
        var spec = containers.prepare().script("").command("no-such-program");

        // When
        spec.start();

        // Then
        var ended = containers.awaitEnd();
        assertThat(ended.exitCode()).isEqualTo(127);
        assertThat(ended.reason()).isEqualTo("ContainerCannotRun");
        assertThat(ended.message()).isEqualTo("exec: \"no-such-program\": executable file not found in $PATH");
    }

    @Test
    void aVariableThatNoProcessCanHaveIsARunThatHasEnded() {
        // Given
        var spec = containers.prepare().script("true").environment(Map.of("BINARY", "a\0b"));

        // When
        spec.start();

        // Then
        var ended = containers.awaitEnd();
        assertThat(ended.reason()).isEqualTo("ContainerCannotRun");
        assertThat(ended.message()).contains("Invalid environment variable value");
    }

    @Test
    void aProcessThatIgnoresTheRequestToEndIsKilledAfterItsGracePeriod() {
        // Given
        containers
                .prepare()
                .script("trap '' TERM; echo up; while :; do sleep 1; done")
                .start()
                .awaitLog("up");
        var before = System.nanoTime();

        // When
        containers.runtime.stop(containers.main, A_SECOND);

        // Then
        assertThat(containers.awaitEnd().exitCode()).isEqualTo(137);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(A_SECOND, Duration.ofSeconds(20));
    }

    @Test
    void aLongGracePeriodIsCutShortWhenThePodIsRemoved() {
        // Given
        containers
                .prepare()
                .script("trap '' TERM; echo up; while :; do sleep 1; done")
                .start()
                .awaitLog("up");
        containers.runtime.stop(containers.main, LONG);

        // When
        containers.runtime.removePod(containers.pod);

        // Then
        assertThat(containers.runtime.state(containers.main)).isEmpty();
        assertThat(folder.resolve("pods")).isEmptyDirectory();
    }

    @Test
    void childrenDieWithTheProcessThatForkedThem() {
        // Given
        containers
                .prepare()
                .script("setsid sleep 1000 & echo child $!", "sleep 1000 & echo child $!", "wait")
                .start();
        await().untilAsserted(() -> assertThat(children()).hasSize(2));
        var children = children();

        // When
        containers.runtime.stop(containers.main, LONG);

        // Then
        containers.awaitEnd();
        assertThat(children).noneMatch(TestContainers::isRunning);
    }

    private List<Long> children() {
        return containers
                .log()
                .lines()
                .filter(line -> line.startsWith("child "))
                .map(line -> Long.valueOf(line.substring("child ".length())))
                .toList();
    }

    @Test
    void aProcessThatPrintsAHundredMegabytesFillsNoDiskAndIsNotHeldUp() throws IOException {
        // Given
        var spec = containers.prepare().script("yes 'a line of some length' | head -c 104857600; echo; echo done");

        // When
        spec.start();

        // Then
        assertThat(containers.awaitEnd().exitCode()).isZero();
        assertThat(containers.log()).endsWith("\ndone\n").hasSizeGreaterThan((int) (4 * MEBI));
        assertThat(size(folder)).isLessThan(21 * MEBI);
    }

    private static long size(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void aJvmThatNeedsMoreThanItsLimitIsReportedAsKilledForIt() {
        // Given
        var spec = containers.prepare().java(Hungry.class).memory(64 * MEBI);

        // When
        spec.start();

        // Then
        var ended = containers.awaitEnd();
        assertThat(ended.reason()).isEqualTo("OOMKilled");
        assertThat(ended.exitCode()).isEqualTo(137);
    }

    @Test
    void aRunThatIsAliveForbidsAnother() {
        // Given
        containers.prepare().script("sleep 1000").start();
        var second = containers.script("true");

        // When / Then
        assertThatThrownBy(() -> second.start(1)).isInstanceOf(IllegalStateException.class);
        assertThat(containers.runtime.state(containers.main)).get().isInstanceOf(ContainerState.Running.class);
    }

    @Test
    void anExecProbeRunsInTheSurroundingsOfTheContainer() throws InterruptedException {
        // Given
        containers
                .prepare()
                .script("echo up; sleep 1000")
                .environment(Map.of("ANSWER", "42"))
                .start()
                .awaitLog("up");

        // When
        var passes = probe("sh", "-c", "test $ANSWER = 42");
        var fails = probe("sh", "-c", "exit 3");
        var hangs = probe("sleep", "1000");

        // Then
        assertThat(passes).isEqualTo("passed");
        assertThat(fails).isEqualTo("sh ended with 3");
        assertThat(hangs).isEqualTo("sleep took longer than 1000 ms");
    }

    private String probe(String... command) throws InterruptedException {
        return containers
                .runtime
                .probe(containers.main, new ProbeAction.Exec(List.of(command)), A_SECOND)
                .orElse("passed");
    }

    @Test
    void aNetworkProbeAsksTheAddressOfThePod() throws Exception {
        // Given
        containers.prepare().script("sleep 1000").start();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.1.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/live") ? 200 : 503, -1);
            exchange.close();
        });
        server.start();
        var port = server.getAddress().getPort();

        // When
        var live = ask(new ProbeAction.HttpGet("HTTP", "", port, "/live", Map.of()));
        var ready = ask(new ProbeAction.HttpGet("HTTP", "", port, "/ready", Map.of()));
        var open = ask(new ProbeAction.TcpSocket("", port));
        server.stop(0);
        var closed = ask(new ProbeAction.TcpSocket("", port));

        // Then
        assertThat(live).isEqualTo("passed");
        assertThat(ready).isEqualTo("HTTP probe failed with statuscode: 503");
        assertThat(open).isEqualTo("passed");
        assertThat(closed).startsWith("dial tcp 127.1.0.1:" + port + ": ");
    }

    @Test
    void aBodyThatNeverEndsDoesNotHoldUpAProbe() throws Exception {
        // Given
        containers.prepare().script("sleep 1000").start();
        var over = new CountDownLatch(1);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.1.0.1"), 0), 0);
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

        // When
        var answer = ask(new ProbeAction.HttpGet("HTTP", "", server.getAddress().getPort(), "/", Map.of()));

        // Then
        over.countDown();
        server.stop(0);
        assertThat(answer).isEqualTo("passed");
    }

    private String ask(ProbeAction action) throws InterruptedException {
        return containers.runtime.probe(containers.main, action, A_SECOND).orElse("passed");
    }
}
