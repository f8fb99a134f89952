package io.otalite.benchmarks.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JudgementRunTest {
    @Test
    void aSmallClusterIsJudgedRightBeforeAndAfterChanges() {
        // Given
        var run = new JudgementRun(20, 10, 100);

        // When
        run.fill();
        run.judgeAll();
        run.change(5);
        run.judgeAll();

        // Then
        assertThat(run.verdictsAreRight()).isTrue();
        assertThat(run.consumers()).isEqualTo(20);
    }
}
