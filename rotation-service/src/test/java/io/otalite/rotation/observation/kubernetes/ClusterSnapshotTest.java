package io.otalite.rotation.observation.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.TestCluster;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Sighting;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class ClusterSnapshotTest {
    private static final ObjectRef TOKEN = new ObjectRef(Kinds.SECRET, "shop", "token");

    @TempDir
    Path home;

    private TestCluster cluster;

    @BeforeEach
    void start() {
        cluster = new TestCluster(home);
        cluster.create("""
                {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                ---
                {apiVersion: v1, kind: Secret, metadata: {name: token, namespace: shop}, stringData: {t: first}}
                """);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void everythingIsListedOnceAndNotFollowed() throws InterruptedException {
        // When
        var world = ClusterSnapshot.take(cluster.admin(), Set.of(), Clock.systemUTC())
                .orElseThrow();

        // Then
        cluster.admin().secrets().inNamespace("shop").withName("token").delete();
        assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Found.class);
        assertThat(world.look(new ObjectRef(Kinds.SECRET, "shop", "other"))).isInstanceOf(Sighting.Missing.class);
    }

    @Test
    void whoMayListNothingSeesThatItSeesNothing() throws InterruptedException {
        // Given
        var stranger = cluster.clientOf("shop", "stranger");

        // When
        var world = ClusterSnapshot.take(stranger, Set.of("shop"), Clock.systemUTC())
                .orElseThrow();

        // Then
        assertThat(world.look(TOKEN)).isInstanceOf(Sighting.Unseen.class);
    }

    @Test
    void aClusterThatDoesNotAnswerHasNoSnapshot() throws InterruptedException {
        // Given
        var wire = cluster.wire();
        var client = cluster.client(wire);
        wire.cut();

        // When
        var world = ClusterSnapshot.take(client, Set.of(), Clock.systemUTC(), Duration.ofSeconds(3));

        // Then
        assertThat(world).isEmpty();
    }
}
