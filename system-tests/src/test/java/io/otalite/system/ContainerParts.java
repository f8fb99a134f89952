package io.otalite.system;

import io.otalite.local.system.LocalSystemSettings;
import io.otalite.local.system.ManagedProcess;
import io.otalite.local.system.PortName;
import io.otalite.process.Launch;
import io.otalite.process.Probe;
import io.otalite.process.ProbeAction;
import io.otalite.process.Probes;
import io.otalite.process.ProcessSpec;
import io.otalite.process.StopPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * Kafka and Postgres of a system as containers of their published images. They are reached where the system expects its own
 * processes, and so the system is told nothing: in the place of each part stands a process that does nothing.
 *
 * <p>A container is made when the system starts the part, because only then are the ports known to be free and the passwords
 * there.
 */
final class ContainerParts implements AutoCloseable {
    /** The reason why a test is skipped. */
    static final String LACKING = "no container engine answers";

    private static final String ASKED_FOR = "ota.containers";
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int FAILURES = 300;

    private final Map<String, GenericContainer<?>> containers = new LinkedHashMap<>();
    private final Map<String, ContainerPart> parts = new LinkedHashMap<>();

    /** Whether the tests shall run with containers. */
    static boolean areAskedFor() {
        return Boolean.getBoolean(ASKED_FOR);
    }

    /** Whether they shall, and cannot. */
    static boolean areLacking() {
        return areAskedFor() && !DockerClientFactory.instance().isDockerAvailable();
    }

    /** The system with these parts in the place of its own. */
    LocalSystemSettings in(LocalSystemSettings settings) {
        var kafka = settings.ports().number(PortName.KAFKA);
        var postgres = settings.ports().number(PortName.POSTGRES);
        var secrets = settings.stateDirectory().resolve("secrets");
        return settings.withChange(TestSystem.KAFKA, spec -> run(spec, kafka, KafkaImage.container(kafka)))
                .withChange(
                        TestSystem.POSTGRES,
                        spec -> run(
                                spec,
                                postgres,
                                PostgresImage.container(
                                        postgres,
                                        password(secrets.resolve("postgres-password")),
                                        password(secrets.resolve("rotation-postgres-password")),
                                        password(secrets.resolve("rotation-postgres-admin-password")))));
    }

    private ProcessSpec run(ProcessSpec spec, int port, GenericContainer<?> container) {
        containers.put(spec.name(), container);
        container.start();
        var launch = spec.launch();
        var nothing = List.of("tail", "-f", "/dev/null");
        var accepting = new Probe(new ProbeAction.TcpConnect(LOOPBACK, port), PERIOD, PERIOD, FAILURES);
        return new ProcessSpec(
                spec.name(),
                new Launch(nothing, Map.of(), launch.workingDirectory(), launch.logFile()),
                Probes.of(accepting, accepting),
                StopPolicy.within(PERIOD),
                spec.restart());
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The container, if the part is one; otherwise what the system has. */
    ManagedProcess part(String name, ManagedProcess own) {
        var container = containers.get(name);
        return container == null ? own : parts.computeIfAbsent(name, _ -> new ContainerPart(own, container));
    }

    /** Removes the containers and what they stored. */
    @Override
    public void close() {
        containers.values().forEach(GenericContainer::stop);
    }
}
