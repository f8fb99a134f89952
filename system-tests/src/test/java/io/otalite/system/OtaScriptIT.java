package io.otalite.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.otalite.events.Topics;
import io.otalite.local.cluster.Workloads;
import io.otalite.local.system.PortName;
import io.otalite.local.system.Ports;
import io.otalite.local.system.ProjectLayout;
import io.otalite.system.OtaScript.Ended;
import io.otalite.system.OtaScript.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The script {@code ./ota} as a black box: exit codes, words, and the processes that are there or not there afterwards. The
 * tests are the stations of one journey, because a start takes long: each finds the system as the one before left it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(150)
class OtaScriptIT {
    private static final int NOT_HELD = 1;
    private static final int NOT_POSSIBLE = 3;
    private static final int INTERRUPTED = 130;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Version ARCHIVED_BY_DEMO = new Version("demo", 1);

    private final Ports ports = FreePorts.find();
    private Path state;
    private OtaScript ota;
    private ProcessesOf processes;
    private Run up;

    @BeforeAll
    void prepare() throws InterruptedException {
        state = StateFolder.empty(OtaScriptIT.class.getSimpleName());
        ota = new OtaScript(ProjectLayout.find().root(), state, ports, Path.of("target", "ota-script"));
        processes = new ProcessesOf(state);
        ota.skipBuild();
    }

    @AfterAll
    void leaveNothingBehind() {
        if (up != null) {
            up.process().destroyForcibly();
        }
        processes.killAll();
    }

    @Test
    @Order(1)
    void anOccupiedPortIsNamedWithTheFlagThatChangesIt() throws Exception {
        try (var _ = new ServerSocket(ports.number(PortName.API), 1, InetAddress.getLoopbackAddress())) {
            var ended = ota.startSystem("up").awaitEnd();

            assertThat(ended.exitCode()).as(ended.output()).isEqualTo(NOT_POSSIBLE);
            assertThat(ended.output())
                    .contains(Integer.toString(ports.number(PortName.API)), "--port api=")
                    .doesNotContain("\tat ");
        }
        assertThat(processes.alive()).isEmpty();
    }

    @Test
    @Order(2)
    void interruptedWhileStartingItLeavesNoProcess() throws Exception {
        up = ota.startSystem("up");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(processes.alive()).hasSizeGreaterThan(2));

        up.signal("INT");

        var ended = up.awaitEnd();
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(INTERRUPTED);
        assertThat(processes.alive()).isEmpty();
    }

    @Test
    @Order(3)
    void upBecomesReadyAndStatusSaysSo() throws Exception {
        up = ota.startSystem("up");

        awaitUp();

        var status = ota.run("status");
        assertThat(status.exitCode()).as(status.output()).isZero();
        assertThat(status.output()).contains("api-service", "backup-service", "kafka", "postgres", "google");
    }

    @Test
    @Order(4)
    void aSecondUpSaysThatOneRunsAlready() throws Exception {
        var second = ota.startSystem("up").awaitEnd();

        assertThat(second.exitCode()).isEqualTo(NOT_POSSIBLE);
        assertThat(second.output()).contains(state.toString(), "already", "--state");
        assertThat(ota.run("status").exitCode()).as("the first one is unharmed").isZero();
    }

    @Test
    @Order(5)
    @Timeout(300)
    void theDemoHoldsAndRemovesItsNamespace() throws Exception {
        var demo = ota.run("demo");

        assertThat(demo.exitCode()).as(demo.output()).isZero();
        assertThat(demo.output()).contains("BLOCKED_START", "ROLLED_BACK: Deployment ota-demo/uploader");
        try (var cluster = Workloads.of(state.resolve("kubeconfig"), state.resolve("logs"))) {
            assertThat(cluster.client().namespaces().withName("ota-demo").get()).isNull();
        }
    }

    @Test
    @Order(6)
    void whatIsProducedIsConsumed() throws Exception {
        var topic = Topics.TARGETS_ARCHIVED.name();
        var produced =
                ota.run("produce", topic, "--type", "com.example.Hello.v1", "--key", "garden", "--data", "{\"a\":1}");

        var consumed = ota.run("consume", topic, "--from-beginning", "--json", "--timeout", "3");

        assertThat(produced.exitCode()).as(produced.output()).isZero();
        assertThat(consumed.exitCode()).as(consumed.output()).isZero();
        assertThat(consumed.output().lines())
                .filteredOn(line -> line.contains("com.example.Hello.v1"))
                .singleElement()
                .satisfies(line -> assertThat(
                                new ObjectMapper().readTree(line).path("value").asText())
                        .isEqualTo("{\"a\":1}"));
    }

    @Test
    @Order(7)
    void theDemoFailsWhenOneByteOfAStoredObjectIsAnother() throws Exception {
        var file = archivedByDemo();
        flipOneByte(file);
        try {
            assertDemoFails(file.getFileName().toString());
        } finally {
            flipOneByte(file);
        }
    }

    @Test
    @Order(8)
    void theDemoFailsWhenTheBackupServiceIsStopped() throws Exception {
        var backup = backupProcess();
        Signals.send("STOP", backup);
        try {
            assertDemoFails("in the archive");
        } finally {
            Signals.send("CONT", backup);
        }
    }

    @Test
    @Order(9)
    void theDemoFailsWhenTheKeyStaysRevoked() throws Exception {
        var google = new GoogleAdmin(rest(PortName.GOOGLE));
        var key = google.keys().keySet().iterator().next();
        google.disableKey(key);
        try {
            awaitCredential("refused");
            assertDemoFails("in the archive");
        } finally {
            google.enableKey(key);
        }
        awaitCredential("proven");
        assertThat(ota.run("status").exitCode()).isZero();
    }

    @Test
    @Order(10)
    void killedItLeavesProcessesThatTheNextUpReplaces() throws Exception {
        up.signal("KILL");
        up.awaitEnd();
        var leftovers = processes.alive();
        assertThat(leftovers).as("nobody could stop them").isNotEmpty();

        up = ota.startSystem("up");
        awaitUp();

        assertThat(leftovers).noneMatch(ProcessHandle::isAlive);
        assertThat(up.output()).contains("left over");
        assertThat(ota.run("status").exitCode()).isZero();
        assertThat(archivedByDemo()).as("what was archived before").exists();
    }

    @Test
    @Order(11)
    void aSystemThatRunsIsNotReset() throws Exception {
        var reset = ota.run("reset", "--yes");

        assertThat(reset.exitCode()).as(reset.output()).isEqualTo(NOT_POSSIBLE);
        assertThat(state).exists();
    }

    @Test
    @Order(12)
    void interruptedWhileRunningItLeavesNoProcess() throws Exception {
        up.signal("INT");

        var ended = up.awaitEnd();
        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(INTERRUPTED);
        assertThat(processes.alive()).isEmpty();
        assertThat(ota.run("status").exitCode()).isEqualTo(NOT_POSSIBLE);
    }

    @Test
    @Order(13)
    void resetRemovesTheState() throws Exception {
        var reset = ota.run("reset", "--yes");

        assertThat(reset.exitCode()).as(reset.output()).isZero();
        assertThat(state).doesNotExist();
    }

    private void awaitUp() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(up.process().isAlive()).as(up.output()).isTrue();
            assertThat(up.output()).contains("ota-lite runs.");
        });
    }

    private void assertDemoFails(String reason) throws InterruptedException {
        Ended demo = ota.run("demo");
        assertThat(demo.exitCode()).as(demo.output()).isEqualTo(NOT_HELD);
        assertThat(demo.output()).contains(reason).doesNotContain("\tat ");
    }

    private Path archivedByDemo() {
        return ArchiveOnDisk.of(state.resolve("google"))
                .find(ARCHIVED_BY_DEMO)
                .orElseThrow()
                .content();
    }

    private static void flipOneByte(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private long backupProcess() {
        return processes.alive("backup-service").stream()
                .mapToLong(ProcessHandle::pid)
                .findFirst()
                .orElseThrow();
    }

    private void awaitCredential(String expected) throws IOException {
        var backup = new BackupClient(rest(PortName.BACKUP), rest(PortName.BACKUP_MANAGEMENT));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                backup.status().path("credential").path("state").asText())
                        .isEqualTo(expected));
    }

    private RestClient rest(PortName port) throws IOException {
        var base = URI.create("http://127.0.0.1:" + ports.number(port));
        return RestClient.withToken(
                base, Files.readString(state.resolve("admin-token")).strip());
    }
}
