package io.otalite.system;

import io.otalite.events.Topics;
import io.otalite.local.cluster.Workloads;
import io.otalite.local.system.Endpoints;
import io.otalite.local.system.LocalSystem;
import io.otalite.local.system.LocalSystemSettings;
import io.otalite.local.system.ManagedProcess;
import io.otalite.local.system.ProjectLayout;
import io.otalite.process.Launch;
import io.otalite.process.ProcessSpec;
import io.otalite.process.RestartPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A whole system of a test class's own: the built services, a real broker, a real Postgres and the Google emulator, each a
 * process, on free ports. It runs from before the first test of the class until after the last. With the profile
 * {@code containers} the broker and Postgres are containers, see {@link ContainerParts}; without an engine each test is skipped.
 */
final class TestSystem implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {
    static final String API = "api-service";
    static final String BACKUP = "backup-service";
    static final String ROTATION = "rotation-service";
    static final String KAFKA = "kafka";
    static final String POSTGRES = "postgres";
    static final String CLUSTER = "cluster";
    static final String GOOGLE = "google";

    /** For processes that live for a minute: what a JVM spends on becoming fast does not come back. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private final UnaryOperator<LocalSystemSettings> change;
    private final Thread stopAtExit = new Thread(this::stop, "stop-test-system");
    private final ContainerParts containers = new ContainerParts();
    private LocalSystem system;

    private TestSystem(UnaryOperator<LocalSystemSettings> change) {
        this.change = change;
    }

    /** As it runs for everybody. */
    static TestSystem asDocumented() {
        return new TestSystem(UnaryOperator.identity());
    }

    static TestSystem changed(UnaryOperator<LocalSystemSettings> change) {
        return new TestSystem(change);
    }

    /** What was killed is there again as soon as it can be. */
    static TestSystem startingAgainAtOnce() {
        return new TestSystem(settings -> settings.withChange(KAFKA, TestSystem::startedAgainAtOnce)
                .withChange(CLUSTER, TestSystem::startingPodsAgainAtOnce));
    }

    private static ProcessSpec startedAgainAtOnce(ProcessSpec spec) {
        var pause = Duration.ofMillis(100);
        var atOnce = new RestartPolicy.Always(pause, pause, pause);
        return new ProcessSpec(spec.name(), spec.launch(), spec.probes(), spec.stop(), atOnce);
    }

    private static ProcessSpec startingPodsAgainAtOnce(ProcessSpec spec) {
        return with(
                spec,
                Stream.concat(spec.launch().command().stream(), Stream.of("--first-back-off", "PT0.1S"))
                        .toList());
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return ContainerParts.areLacking()
                ? ConditionEvaluationResult.disabled(ContainerParts.LACKING)
                : ConditionEvaluationResult.enabled("The system can run");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        var settings = LocalSystemSettings.standard(ProjectLayout.find())
                .withStateDirectory(
                        StateFolder.empty(context.getRequiredTestClass().getSimpleName()))
                .withPorts(FreePorts.find());
        var changed = change.apply(shortLived(settings));
        system = new LocalSystem(ContainerParts.areAskedFor() ? containers.in(changed) : changed, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(stopAtExit);
        system.start();
    }

    private static LocalSystemSettings shortLived(LocalSystemSettings settings) {
        var changed = settings;
        for (var part : List.of(KAFKA, GOOGLE, CLUSTER)) {
            changed = changed.withChange(part, TestSystem::shortLived);
        }
        for (var service : List.of(API, BACKUP, ROTATION)) {
            changed = changed.withEnvironment(service, "JDK_JAVA_OPTIONS", String.join(" ", SHORT_LIVED));
        }
        return changed;
    }

    private static ProcessSpec shortLived(ProcessSpec spec) {
        var command = new ArrayList<>(spec.launch().command());
        command.addAll(1, SHORT_LIVED);
        return with(spec, command);
    }

    private static ProcessSpec with(ProcessSpec spec, List<String> command) {
        var launch = spec.launch();
        return new ProcessSpec(
                spec.name(),
                new Launch(command, launch.environment(), launch.workingDirectory(), launch.logFile()),
                spec.probes(),
                spec.stop(),
                spec.restart());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (system != null) {
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
            stop();
        }
    }

    private void stop() {
        try (containers) {
            system.close();
        }
    }

    Endpoints endpoints() {
        return system.endpoints();
    }

    ManagedProcess process(String name) {
        return containers.part(name, system.process(name));
    }

    Path kubeconfig() {
        return system.state().kubeconfig();
    }

    Workloads cluster() {
        return system.cluster();
    }

    ApiClient api() {
        return new ApiClient(rest(endpoints().api()));
    }

    BackupClient backup() {
        return new BackupClient(rest(endpoints().backup()), rest(endpoints().backupManagement()));
    }

    Rotation rotation() {
        return new Rotation(rest(endpoints().rotation()), topic(Topics.FINDINGS.name()));
    }

    Rotations rotations() {
        return new Rotations(rest(endpoints().rotation()));
    }

    RotationPods rotationPods() {
        return new RotationPods(cluster().client());
    }

    GoogleAdmin google() {
        return new GoogleAdmin(rest(endpoints().google()));
    }

    ArchiveOnDisk archive() {
        return ArchiveOnDisk.of(system.state().google());
    }

    RawTopic topic(String name) {
        return new RawTopic(endpoints().kafka(), name);
    }

    /** What the operator sees who has the admin token. */
    RestClient rest(URI base) {
        try {
            return RestClient.withToken(
                    base, Files.readString(endpoints().adminTokenFile()).strip());
        } catch (IOException e) {
            throw new AssertionError("The admin token cannot be read", e);
        }
    }
}
