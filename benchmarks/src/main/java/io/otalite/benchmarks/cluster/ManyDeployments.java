package io.otalite.benchmarks.cluster;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otalite.emulator.cluster.ClusterEmulator;
import io.otalite.emulator.cluster.ClusterSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** An emulator of its own, and Deployments of one pod whose container is ready after a second. */
public final class ManyDeployments implements AutoCloseable {
    private static final String NAMESPACE = "default";
    private static final int LOOK_AGAIN_MILLIS = 250;

    private final ClusterEmulator emulator;
    private final KubernetesClient client;
    private final int count;

    private ManyDeployments(ClusterEmulator emulator, KubernetesClient client, int count) {
        this.emulator = emulator;
        this.client = client;
        this.count = count;
    }

    /** Starts the emulator on a free port. */
    public static ManyDeployments start(Path state, int count) throws IOException {
        var settings = ClusterSettings.in(state, 0);
        var emulator = ClusterEmulator.start(settings, Clock.systemUTC());
        var client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(settings.kubeconfig().toFile()))
                .build();
        return new ManyDeployments(emulator, client, count);
    }

    /** Creates them one after the other; the time until all are available. */
    public Duration create(Duration patience) throws InterruptedException {
        var start = System.nanoTime();
        IntStream.range(0, count)
                .forEach(number -> client.resource(deployment(number)).create());
        await(patience, deployment -> available(deployment) == 1);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Restarts them one after the other; the time until all have a new pod and no old one. */
    public Duration roll(Duration patience) throws InterruptedException {
        var start = System.nanoTime();
        var patch = "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"rolled\":\"once\"}}}}}";
        var merge = PatchContext.of(PatchType.JSON_MERGE);
        IntStream.range(0, count)
                .forEach(number -> client.apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName(name(number))
                        .patch(merge, patch));
        await(patience, ManyDeployments::isUpToDate);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Whether every one is rolled out. */
    public boolean allUpToDate() {
        return all(ManyDeployments::isUpToDate);
    }

    /** What this JVM has used so far. */
    public Duration cpuTime() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Duration.ofNanos(system.getProcessCpuTime());
    }

    /** What is alive on the heap. */
    public long heapMegabytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (1024 * 1024);
    }

    private void await(Duration patience, Predicate<Deployment> condition) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        while (!all(condition) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private boolean all(Predicate<Deployment> condition) {
        return client.apps().deployments().inNamespace(NAMESPACE).list().getItems().stream()
                .allMatch(condition);
    }

    private static boolean isUpToDate(Deployment deployment) {
        var status = deployment.getStatus();
        return deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
                && Integer.valueOf(1).equals(status.getUpdatedReplicas())
                && Integer.valueOf(1).equals(status.getReplicas())
                && available(deployment) == 1;
    }

    private static int available(Deployment deployment) {
        var available =
                deployment.getStatus() == null ? null : deployment.getStatus().getAvailableReplicas();
        return available == null ? 0 : available;
    }

    private static String name(int number) {
        return "web-" + number;
    }

    private static Deployment deployment(int number) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name(number))
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .addToMatchLabels("app", name(number))
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name(number))
                .addToAnnotations("emulator.ota-lite.io/ready-after", "1s")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("any")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        client.close();
        emulator.close();
    }
}
