package io.otalite.benchmarks.restart;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.otalite.benchmarks.load.LoadException;
import io.otalite.emulator.cluster.ClusterEmulator;
import io.otalite.emulator.cluster.ClusterSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A cluster emulator with Secrets that have few and many consumers: for each number a namespace with one Secret and so many Deployments of
 * one pod, whose containers are played.
 */
final class ManyConsumers implements AutoCloseable {
    static final String SECRET = "key";
    static final String ENTRY = "key.json";

    private static final int LOOK_AGAIN_MILLIS = 250;

    private final ClusterSettings settings;
    private final ClusterEmulator emulator;
    private final KubernetesClient client;

    private ManyConsumers(ClusterSettings settings) throws IOException {
        this.settings = settings;
        this.emulator = ClusterEmulator.start(settings, Clock.systemUTC());
        this.client = client(new AtomicLong());
    }

    /** Starts it on a free port. @param state an empty folder */
    static ManyConsumers start(Path state) {
        try {
            return new ManyConsumers(ClusterSettings.in(state, 0));
        } catch (IOException e) {
            throw new LoadException("The cluster emulator does not start", e);
        }
    }

    /** A client whose requests are counted; to be closed. */
    KubernetesClient client(AtomicLong requests) {
        var counter = new Interceptor() {
            @Override
            public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                requests.incrementAndGet();
            }
        };
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(settings.kubeconfig().toFile()))
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("counter", counter))
                .build();
    }

    /** The one that everything but the restarts goes through. */
    KubernetesClient client() {
        return client;
    }

    static String namespace(int consumers) {
        return "shop-" + consumers;
    }

    /** Creates them all, and returns when all are available. */
    void create(List<Integer> sizes, Duration patience) throws InterruptedException {
        for (var size : sizes) {
            var namespace = namespace(size);
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
            client.resource(new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName(SECRET)
                            .endMetadata()
                            .addToStringData(ENTRY, "content 0")
                            .build())
                    .create();
            IntStream.range(0, size)
                    .mapToObj(number -> deployment(namespace, number))
                    .forEach(deployment -> client.resource(deployment).create());
        }
        var end = System.nanoTime() + patience.toNanos();
        while (!allAvailable()) {
            if (System.nanoTime() > end) {
                throw new LoadException("The Deployments do not come up");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    /** Gives the Secret new content. */
    void write(String namespace, String content) {
        client.secrets()
                .inNamespace(namespace)
                .withName(SECRET)
                .edit(present -> new SecretBuilder(present)
                        .addToStringData(ENTRY, content)
                        .build());
    }

    private boolean allAvailable() {
        return client.apps().deployments().inAnyNamespace().list().getItems().stream()
                .allMatch(ManyConsumers::isAvailable);
    }

    private static boolean isAvailable(Deployment deployment) {
        return deployment.getStatus() != null
                && deployment
                        .getSpec()
                        .getReplicas()
                        .equals(deployment.getStatus().getAvailableReplicas())
                && deployment.getStatus().getConditions().stream()
                        .anyMatch(condition -> "NewReplicaSetAvailable".equals(condition.getReason()));
    }

    private static Deployment deployment(String namespace, int number) {
        var name = "web-%04d".formatted(number);
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("main")
                .withImage("registry.example/web:1")
                .addNewEnv()
                .withName("KEY")
                .withNewValueFrom()
                .withNewSecretKeyRef(ENTRY, SECRET, false)
                .endValueFrom()
                .endEnv()
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
