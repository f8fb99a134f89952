package io.otalite.rotation.leadership.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.rotation.ConfigMappings;
import io.otalite.rotation.TestCluster;
import io.otalite.rotation.Wire;
import io.otalite.rotation.leadership.LeaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances, each with a connection of its own to the cluster. */
class LeaseLeadershipTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private TestCluster cluster;
    private Wire wire;
    private LeaseLeadership first;
    private LeaseLeadership second;

    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        cluster = new TestCluster(home);
        wire = cluster.wire();
        first = candidate("first", wire);
        second = candidate("second", cluster.wire());
        first.onChange(leads -> heard.add("first " + leads));
        second.onChange(leads -> heard.add("second " + leads + (first.isLeader() ? " beside the first" : "")));
        first.start();
        await().atMost(SOON).untilAsserted(() -> assertThat(heard).containsExactly("first true"));
    }

    @AfterEach
    void stop() throws Exception {
        second.close();
        first.close();
        cluster.close();
    }

    private LeaseLeadership candidate(String identity, Wire connection) {
        var config = ConfigMappings.read(
                LeaseConfig.class,
                Map.of(
                        "ota.lease.namespace", "default",
                        "ota.lease.identity", identity,
                        "ota.lease.lease-duration", "PT6S",
                        "ota.lease.renew-deadline", "PT3S",
                        "ota.lease.retry-period", "PT0.5S"));
        return new LeaseLeadership(cluster.client(connection), config);
    }

    @Test
    void theOtherFollowsAtOnceWhenTheLeaderCloses() {
        // Given
        second.start();
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> first.isLeader() && !second.isLeader());

        // When
        first.close();

        // Then
        assertThat(first.isLeader()).isFalse();
        assertThat(heard).startsWith("first true", "first false");
        await().atMost(Duration.ofSeconds(5)).until(second::isLeader);
    }

    @Test
    void aLeaderThatIsCutOffLeadsNoMoreBeforeAnotherDoes() {
        // Given
        second.start();

        // When
        wire.cut();

        // Then
        await().atMost(SOON).until(second::isLeader);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(heard).containsExactly("first true", "first false", "second true"));

        // When
        wire.mend();
        second.close();

        // Then
        await().atMost(SOON).until(first::isLeader);
    }
}
