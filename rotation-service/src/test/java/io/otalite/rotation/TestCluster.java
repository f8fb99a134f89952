package io.otalite.rotation;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.otalite.emulator.cluster.ClusterEmulator;
import io.otalite.emulator.cluster.ClusterSettings;
import io.otalite.emulator.cluster.access.ServiceAccountTokens.Wanted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A running cluster, with clients of it that go over a wire of their own. */
public final class TestCluster implements AutoCloseable {
    private final Path state;
    private final Deque<AutoCloseable> clients = new ArrayDeque<>();
    private ClusterEmulator emulator;
    private final KubernetesClient admin;
    private final int port;

    public TestCluster(Path state) {
        this.state = state;
        emulator = start(0);
        port = emulator.uri().getPort();
        admin = client(config(), port);
    }

    private ClusterEmulator start(int wanted) {
        try {
            return ClusterEmulator.start(ClusterSettings.in(state, wanted), Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the API and starts it again with what it had stored; watches cannot go on where they were. */
    public void restart() {
        emulator.close();
        emulator = start(port);
    }

    public KubernetesClient admin() {
        return admin;
    }

    public Wire wire() {
        var wire = new Wire(port);
        clients.push(wire);
        return wire;
    }

    /** A client that may do everything, over a wire. */
    public KubernetesClient client(Wire wire) {
        return client(config(), wire.port());
    }

    /** A client that may do everything; its patches are counted. */
    public KubernetesClient client(AtomicInteger patches) {
        var counter = new Interceptor() {
            @Override
            public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                if (request.method().equals("PATCH")) {
                    patches.incrementAndGet();
                }
            }
        };
        var client = new KubernetesClientBuilder()
                .withConfig(config())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("patches", counter))
                .build();
        clients.push(client);
        return client;
    }

    /** A client that may do everything; what the detour gives another address goes there instead. */
    public KubernetesClient client(UnaryOperator<URI> detour) {
        var sign = new Interceptor() {
            @Override
            public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                builder.uri(detour.apply(request.uri()));
            }
        };
        var client = new KubernetesClientBuilder()
                .withConfig(config())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("detour", sign))
                .build();
        clients.push(client);
        return client;
    }

    /** A client that may do what its service account may. */
    public KubernetesClient clientOf(String namespace, String account) {
        var metadata = new ObjectMeta();
        metadata.setNamespace(namespace);
        metadata.setName(account);
        admin.resource(new ServiceAccountBuilder().withMetadata(metadata).build())
                .create();
        var token = emulator.tokens().mint(new Wanted(namespace, account, "", List.of(), Duration.ofHours(1)));
        var config = new ConfigBuilder(config()).withOauthToken(token).build();
        return client(config, port);
    }

    private Config config() {
        try {
            return Config.fromKubeconfig(Files.readString(state.resolve("kubeconfig")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KubernetesClient client(Config config, int through) {
        var client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        .withMasterUrl("https://127.0.0.1:" + through)
                        .build())
                .build();
        clients.push(client);
        return client;
    }

    /** Creates every document of a manifest. */
    public void create(String manifests) {
        for (var manifest : manifests.split("(?m)^---$", -1)) {
            // The client takes what begins with a brace for JSON.
            admin.resource("---\n" + manifest).create();
        }
    }

    @Override
    public void close() throws Exception {
        while (!clients.isEmpty()) {
            clients.pop().close();
        }
        emulator.close();
    }
}
