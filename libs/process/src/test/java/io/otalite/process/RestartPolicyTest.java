package io.otalite.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartPolicyTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 4", "4, 8", "5, 16", "6, 30", "7, 30", "1000000, 30"})
    void pausesDoubleFromOneSecondToThirty(int failures, long seconds) {
        var policy = (RestartPolicy.Always) RestartPolicy.always();

        assertThat(policy.pause(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
