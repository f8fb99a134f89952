package io.otalite.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.WalkResult;
import org.junit.jupiter.api.Test;

class TufBenchmarkTest {

    @Test
    void eachBenchmarkDoesTheWorkItIsNamedAfter() {
        // Given
        var benchmark = new TufBenchmark();

        // When
        benchmark.prepare();

        // Then
        assertThat(benchmark.verifyAndWalk()).isInstanceOf(WalkResult.Accepted.class);
        var targets = SignedMetadata.parse(benchmark.sign().targets());
        assertThat(benchmark.canonicalise()).isEqualTo(targets.canonicalSigned());
    }
}
