package io.otalite.rotation.rotations.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.otalite.rotation.rotations.State.Span;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may have taken what stood in a Secret from 12:00:00.5 to 12:03:00.5. */
class ClusterWorkloadsTest {
    private static final Span SPAN =
            new Span(Instant.parse("2026-11-25T12:00:00.500Z"), Instant.parse("2026-11-25T12:03:00.500Z"));

    @ParameterizedTest
    @CsvSource(textBlock = """
            11:59:00, 11:59:01, false
            12:00:00, 12:00:01, true
            12:03:00, 12:03:01, true
            12:03:01, 12:03:01, false
            11:59:59, 12:00:20, true
            11:00:00, 12:01:00, true
            11:00:00, 12:03:02, true
            11:00:00, 12:03:03, false
            """)
    void aPodCountsThatWasMadeOrStartedAContainerThen(String made, String started, boolean counts) {
        assertThat(ClusterWorkloads.isOf(pod(made, started), SPAN)).isEqualTo(counts);
    }

    private static Pod pod(String made, String started) {
        return new PodBuilder()
                .withNewMetadata()
                .withCreationTimestamp("2026-11-25T%sZ".formatted(made))
                .endMetadata()
                .withNewStatus()
                .addNewContainerStatus()
                .withNewState()
                .withNewRunning("2026-11-25T%sZ".formatted(started))
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }
}
