package io.otalite.local.system;

import io.otalite.process.Launch;
import io.otalite.process.Probe;
import io.otalite.process.ProbeAction;
import io.otalite.process.Probes;
import io.otalite.process.ProcessSpec;
import io.otalite.process.RestartPolicy;
import io.otalite.process.StopPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The Java processes of the system: their command lines, environments and probes. None of them waits for another one to
 * be there; each can be without its neighbours and find them later.
 */
record Parts(ProjectLayout layout, StateDirectory state, LocalSecrets secrets, Endpoints endpoints) {
    static final String API = "api-service";
    static final String BACKUP = "backup-service";
    static final String KAFKA = "kafka";
    static final String GOOGLE = "google";
    static final String POSTGRES = "postgres";

    /** Compression libraries load native code; without this the JVM warns about it. */
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration STARTUP_PERIOD = Duration.ofMillis(200);
    private static final int STARTUP_ATTEMPTS = 900;
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int FAILURES = 3;
    private static final Duration GRACE = Duration.ofSeconds(20);

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
                secrets.archiveCredential().toString()));
        var health = new ProbeAction.HttpGet(endpoints.google().resolve("/health"));
        return spec(GOOGLE, command, Map.of(), probes(health, health));
    }

    ProcessSpec api() {
        var environment = serviceEnvironment(PortName.API, PortName.API_MANAGEMENT);
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", endpoints.jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", "api");
        environment.put("OTA_DATABASE_PASSWORD_FILE", secrets.databasePassword().toString());
        environment.put(
                "OTA_SIGNING_KEY_ENCRYPTION_KEY_FILE",
                secrets.keyEncryptionKey().toString());
        return service(API, "384m", environment, endpoints.apiManagement());
    }

    ProcessSpec backup() {
        var environment = serviceEnvironment(PortName.BACKUP, PortName.BACKUP_MANAGEMENT);
        environment.put("OTA_ARCHIVE_BUCKET", Archive.BUCKET);
        environment.put(
                "OTA_ARCHIVE_CREDENTIAL_FILE", secrets.archiveCredential().toString());
        environment.put("OTA_ARCHIVE_SERVICE_ACCOUNT", Archive.SERVICE_ACCOUNT);
        environment.put("OTA_ARCHIVE_PROJECT", Archive.PROJECT);
        environment.put("OTA_ARCHIVE_EMULATOR_URL", endpoints.google().toString());
        // A person who takes the key away wants to see what happens; Google's own tokens would live for an hour.
        environment.put("OTA_ARCHIVE_CREDENTIAL_PROOF_INTERVAL", "5s");
        return service(BACKUP, "256m", environment, endpoints.backupManagement());
    }

    private Map<String, String> serviceEnvironment(PortName main, PortName management) {
        var environment = new HashMap<String, String>();
        environment.put("QUARKUS_HTTP_HOST", LOOPBACK);
        environment.put("QUARKUS_HTTP_PORT", port(main));
        environment.put("QUARKUS_MANAGEMENT_HOST", LOOPBACK);
        environment.put("QUARKUS_MANAGEMENT_PORT", port(management));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", endpoints.kafka());
        environment.put(
                "OTA_ACCESS_ADMIN_TOKEN_SHA256_FILE", secrets.adminTokenHash().toString());
        return environment;
    }

    private ProcessSpec service(String name, String heap, Map<String, String> environment, URI management) {
        var command = javaCommand(heap);
        command.addAll(List.of("-jar", layout.service(name).toString()));
        var started = new ProbeAction.HttpGet(management.resolve("/q/health/started"));
        var ready = new ProbeAction.HttpGet(management.resolve("/q/health/ready"));
        return spec(name, command, environment, probes(started, ready));
    }

    private ProcessSpec spec(String name, List<String> command, Map<String, String> environment, Probes probes) {
        var launch = new Launch(command, environment, state.path(), logFile(name));
        return new ProcessSpec(name, launch, probes, StopPolicy.within(GRACE), RestartPolicy.always());
    }

    Path logFile(String name) {
        return state.logs().resolve(name + ".log");
    }

    private static Probes probes(ProbeAction startup, ProbeAction readiness) {
        return Probes.of(
                new Probe(startup, STARTUP_PERIOD, TIMEOUT, STARTUP_ATTEMPTS),
                new Probe(readiness, PERIOD, TIMEOUT, FAILURES));
    }

    /** A JVM that ends when it has no memory left, rather than going on half alive. */
    private static List<String> javaCommand(String heap) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ArrayList<>(List.of(java, "-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError", NATIVE_ACCESS));
    }

    private String port(PortName name) {
        return Integer.toString(endpoints.ports().number(name));
    }
}
