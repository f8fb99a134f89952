package io.otalite.rotation.links.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.rotation.ConfigMappings;
import io.otalite.rotation.TestCluster;
import io.otalite.rotation.leadership.Leadership;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.observation.kubernetes.ClusterConfig;
import io.otalite.rotation.observation.kubernetes.ClusterInformers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Secrets of a real API, as its users see them. */
@Execution(ExecutionMode.CONCURRENT)
class SecretStampsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ACCOUNT = "rotation.ota-lite.io/service-account";
    private static final String KEY = "rotation.ota-lite.io/key-id";

    private final World world = new World(Clock.systemUTC());
    private final AtomicInteger patches = new AtomicInteger();
    private final Switch leadership = new Switch();

    @TempDir
    Path home;

    private TestCluster cluster;
    private ClusterInformers informers;
    private SecretStamps stamps;

    /** A leader by the test's will. */
    private static final class Switch implements Leadership {
        private final List<Consumer<Boolean>> listeners = new ArrayList<>();
        private volatile boolean leads = true;

        @Override
        public boolean isLeader() {
            return leads;
        }

        @Override
        public void onChange(Consumer<Boolean> listener) {
            listeners.add(listener);
        }

        void set(boolean now) {
            leads = now;
            listeners.forEach(listener -> listener.accept(now));
        }
    }

    @BeforeEach
    void start() {
        cluster = new TestCluster(home);
        KubernetesClient client = cluster.client(patches);
        var config = ConfigMappings.read(ClusterConfig.class, Map.of());
        informers = new ClusterInformers(client, config, world, () -> {}, Clock.systemUTC());
        informers.start();
        stamps = new SecretStamps(client, world, leadership, Clock.systemUTC());
        await().atMost(SOON).until(informers::synced);
    }

    @AfterEach
    void stop() throws Exception {
        stamps.close();
        informers.close();
        cluster.close();
    }

    private static String keyFile(String id, String account) {
        return "{\"private_key_id\": \"%s\", \"client_email\": \"%s@ota-test.iam.gserviceaccount.com\"}"
                .formatted(id, account);
    }

    private Secret create(String name, Map<String, String> content) {
        return cluster.admin()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("default")
                        .withName(name)
                        .addToAnnotations("owner", "somebody")
                        .endMetadata()
                        .withStringData(content)
                        .build())
                .create();
    }

    private Secret secret(String name) {
        return cluster.admin().secrets().inNamespace("default").withName(name).get();
    }

    @Test
    void theKeysInASecretAreWrittenOnItOnce() {
        // Given
        var plain = create("plain", Map.of("password", "x"));
        var before = create("keys", Map.of("b", keyFile("2222", "backup"), "a", keyFile("1111", "backup")));

        // When
        stamps.start();

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(secret("keys").getMetadata().getAnnotations())
                        .containsOnly(
                                Map.entry("owner", "somebody"),
                                Map.entry(ACCOUNT, "backup@ota-test.iam.gserviceaccount.com"),
                                Map.entry(KEY, "1111,2222")));
        assertThat(secret("keys").getData()).isEqualTo(before.getData());

        // When
        stamps.markAll();

        // Then
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> patches.get() == 1);
        assertThat(secret("plain")).isEqualTo(plain);
    }

    @Test
    void aStampGoesWithTheLastKey() {
        // Given
        create("keys", Map.of("a", keyFile("1111", "backup")));
        stamps.start();
        await().atMost(SOON)
                .until(() -> secret("keys").getMetadata().getAnnotations().containsKey(KEY));

        // When
        cluster.admin()
                .secrets()
                .inNamespace("default")
                .withName("keys")
                .edit(old -> new SecretBuilder(old).withData(Map.of()).build());

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(secret("keys").getMetadata().getAnnotations())
                        .containsOnlyKeys("owner"));
    }

    @Test
    void whatWasRefusedIsTriedAgain() {
        // Given
        create("keys", Map.of("a", keyFile("1111", "backup")));
        stamps = new SecretStamps(cluster.clientOf("default", "stamper"), world, leadership, Clock.systemUTC());
        stamps.start();
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> !secret("keys").getMetadata().getAnnotations().containsKey(KEY));

        // When
        cluster.create("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: stamper, namespace: default}
                rules: [{apiGroups: [""], resources: [secrets], verbs: [get, patch]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: stamper, namespace: default}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: stamper}
                subjects: [{kind: ServiceAccount, name: stamper, namespace: default}]
                """);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(secret("keys").getMetadata().getAnnotations())
                        .containsEntry(KEY, "1111"));
    }

    @Test
    void onlyTheLeaderWrites() {
        // Given
        leadership.set(false);
        create("keys", Map.of("a", keyFile("1111", "backup")));
        stamps.start();
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> patches.get() == 0);

        // When
        leadership.set(true);

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(secret("keys").getMetadata().getAnnotations())
                        .containsEntry(KEY, "1111"));
    }
}
