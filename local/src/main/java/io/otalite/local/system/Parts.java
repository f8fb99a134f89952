package io.otalite.local.system;

import io.otalite.process.Launch;
import io.otalite.process.Probe;
import io.otalite.process.ProbeAction;
import io.otalite.process.Probes;
import io.otalite.process.ProcessSpec;
import io.otalite.process.RestartPolicy;
import io.otalite.process.StopPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Java processes of the system: their command lines, environments and probes. None of them waits for another one to
 * be there; each can be without its neighbours and find them later.
 */
record Parts(ProjectLayout layout, StateDirectory state, LocalSecrets secrets, Endpoints endpoints) {
    static final String API = "api-service";
    static final String BACKUP = "backup-service";
    static final String ROTATION = "rotation-service";
    static final String KAFKA = "kafka";
    static final String GOOGLE = "google";
    static final String POSTGRES = "postgres";
    static final String CLUSTER = "cluster";

    /** Compression libraries load native code; without this the JVM warns about it. */
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    /** The account of rotation-service at Google. */
    private static final String KEY_ADMIN = "rotation@ota-local.iam.gserviceaccount.com";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration STARTUP_PERIOD = Duration.ofMillis(200);
    private static final int STARTUP_ATTEMPTS = 900;
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int FAILURES = 3;
    private static final Duration GRACE = Duration.ofSeconds(20);
    /** Longer than any of its pods may take, and then the AOT caches of the services. */
    private static final Duration CLUSTER_GRACE = Duration.ofSeconds(90);

    ProcessSpec kafka() {
        var command = javaCommand("384m");
        command.add("-Djava.util.logging.config.file=" + layout.loggingOf("broker"));
        command.addAll(List.of(
                "-cp",
                layout.classPath(),
                "io.otalite.local.kafka.KafkaBroker",
                "--data",
                state.kafka().toString(),
                "--port",
                port(PortName.KAFKA),
                "--controller-port",
                port(PortName.KAFKA_CONTROLLER)));
        var accepting = new ProbeAction.TcpConnect(LOOPBACK, endpoints.ports().number(PortName.KAFKA));
        return spec(KAFKA, command, Map.of(), probes(accepting, accepting));
    }

    ProcessSpec google() {
        var command = javaCommand("256m");
        command.addAll(List.of(
                "-cp",
                layout.classPath(),
                "io.otalite.emulator.google.GoogleEmulator",
                "--host",
                LOOPBACK,
                "--port",
                port(PortName.GOOGLE),
                "--data",
                state.google().toString(),
                "--admin-token-sha256-file",
                secrets.adminTokenHash().toString(),
                "--project",
                Archive.PROJECT,
                "--bucket",
                Archive.BUCKET,
                "--service-account",
                Archive.SERVICE_ACCOUNT,
                "--key-file",
                secrets.archiveCredential().toString(),
                "--key-admin",
                KEY_ADMIN,
                "--key-admin-key-file",
                secrets.keyAdminCredential().toString(),
                // As in the manifests: seconds where Google takes hours.
                "--usage-bucket-seconds",
                "1",
                "--usage-visibility-seconds",
                "1"));
        var health = new ProbeAction.HttpGet(endpoints.google().resolve("/health"));
        return spec(GOOGLE, command, Map.of(), probes(health, health));
    }

    /** Runs the services; stopped first, it has to end them before anything they need is gone. */
    ProcessSpec cluster() {
        var command = javaCommand("256m");
        command.addAll(List.of(
                "-cp",
                layout.classPath(),
                "io.otalite.emulator.cluster.ClusterEmulator",
                "--port",
                port(PortName.CLUSTER),
                "--state",
                state.cluster().toString(),
                "--admin-token-file",
                state.adminToken().toString(),
                "--kubeconfig",
                state.kubeconfig().toString(),
                "--images",
                layout.images().toString(),
                "--aot-caches",
                layout.aotCaches().toString()));
        if (!endpoints.network().isLoopback()) {
            command.addAll(List.of(
                    "--host",
                    endpoints.network().host(),
                    "--allow-non-loopback",
                    "--advertised-host",
                    endpoints.network().host()));
        }
        var ready = new ProbeAction.HttpGet(endpoints.cluster().resolve("/readyz"));
        return spec(CLUSTER, command, Map.of(), probes(ready, ready), CLUSTER_GRACE);
    }

    private ProcessSpec spec(String name, List<String> command, Map<String, String> environment, Probes probes) {
        return spec(name, command, environment, probes, GRACE);
    }

    private ProcessSpec spec(
            String name, List<String> command, Map<String, String> environment, Probes probes, Duration grace) {
        var launch = new Launch(command, environment, state.path(), logFile(name));
        return new ProcessSpec(name, launch, probes, StopPolicy.within(grace), RestartPolicy.always());
    }

    Path logFile(String name) {
        return state.logs().resolve(name + ".log");
    }

    private static Probes probes(ProbeAction startup, ProbeAction readiness) {
        return Probes.of(
                new Probe(startup, STARTUP_PERIOD, TIMEOUT, STARTUP_ATTEMPTS),
                new Probe(readiness, PERIOD, TIMEOUT, FAILURES));
    }

    /**
     * A JVM that ends when it has no memory left, rather than going on half alive. It does without the second compiler, which takes
     * half of the processors while everything starts, and pays off only under a load that these parts do not see here.
     */
    private static List<String> javaCommand(String heap) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ArrayList<>(
                List.of(java, "-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", NATIVE_ACCESS));
    }

    private String port(PortName name) {
        return Integer.toString(endpoints.ports().number(name));
    }
}
