package io.otalite.rotation.credentials.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.otalite.rotation.TestCluster;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSecretsTest {
    private static final ObjectRef KEY = new ObjectRef(Kinds.SECRET, "shop", "key");

    @TempDir
    static Path state;

    private static TestCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(state);
        cluster.create("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                """);
        cluster.create("""
                apiVersion: v1
                kind: Secret
                metadata: {namespace: shop, name: key}
                stringData: {key.json: the content, other: more}
                """);
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
    }

    @Test
    void everyEntryIsRead() {
        assertThat(new ClusterSecrets(cluster.admin()).read(KEY))
                .contains(Map.of("key.json", Bytes.utf8("the content"), "other", Bytes.utf8("more")));
    }

    @Test
    void thoseOfAConfigMapAreReadToo() {
        // Given
        cluster.create("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {namespace: shop, name: plain}
                data: {text: the content}
                binaryData: {bytes: bW9yZQ==}
                """);

        // When
        var read = new ClusterSecrets(cluster.admin()).read(new ObjectRef(Kinds.CONFIG_MAP, "shop", "plain"));

        // Then
        assertThat(read).contains(Map.of("text", Bytes.utf8("the content"), "bytes", Bytes.utf8("more")));
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(new ClusterSecrets(cluster.admin()).read(new ObjectRef(Kinds.SECRET, "shop", "gone")))
                .isEmpty();
    }

    @Test
    void whereNobodyAnswersThatIsNoAnswer() {
        // Given
        var away = new ConfigBuilder()
                .withMasterUrl("https://127.0.0.1:1")
                .withRequestRetryBackoffLimit(0)
                .build();

        // When / Then
        try (var client = new KubernetesClientBuilder().withConfig(away).build()) {
            assertThatThrownBy(() -> new ClusterSecrets(client).read(KEY))
                    .isInstanceOf(IssuerUnavailableException.class)
                    .hasMessage("Secret shop/key cannot be read: the cluster cannot be reached");
        }
    }
}
