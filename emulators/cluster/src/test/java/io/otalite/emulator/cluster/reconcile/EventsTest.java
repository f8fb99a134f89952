package io.otalite.emulator.cluster.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.objects.Kinds;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {
    private static final Duration A_LIFE = Duration.ofHours(1);
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              nodeSelector: {disk: fast}
              containers: [{name: main, image: app}]
            """;

    private final PlayedCluster cluster = new PlayedCluster();

    @Test
    void anEventIsGoneAnHourAfterItWasSaidThoughNothingMoreIsSaid() {
        // Given
        cluster.apply(POD);
        cluster.pass(A_LIFE.minusSeconds(1));
        assertThat(cluster.events()).isNotEmpty();

        // When
        cluster.pass(61);

        // Then
        assertThat(cluster.events()).isEmpty();
    }

    @Test
    void theEventsOfAnEarlierRunAreCountedOnAndGoInTheirTime() {
        // Given
        cluster.apply(POD);
        cluster.pass(60);
        var before = counts(cluster).getFirst();

        // When
        var next = new PlayedCluster(cluster);

        // Then
        assertThat(counts(next)).singleElement(INTEGER).isGreaterThan(before);

        next.pass(A_LIFE.plusSeconds(60));
        assertThat(next.events()).isEmpty();
    }

    @Test
    void whatGotTooOldWhileNobodyWasThereGoesAtOnce() {
        // Given
        cluster.apply(POD);
        cluster.objects.remove(PlayedCluster.key(Kinds.POD, "p"));
        cluster.clock.set(cluster.clock.instant().plus(A_LIFE));

        // When
        var next = new PlayedCluster(cluster);

        // Then
        assertThat(next.events()).isEmpty();
    }

    private static List<Integer> counts(PlayedCluster cluster) {
        return cluster.list(Kinds.EVENT).stream()
                .filter(event -> event.path("reason").asText().equals("FailedScheduling"))
                .map(event -> event.path("count").asInt())
                .toList();
    }
}
