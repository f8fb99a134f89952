package io.otalite.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class TraceparentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    @ParameterizedTest
    @ValueSource(strings = {"00-" + TRACE + "-" + SPAN + "-01", "00-" + TRACE + "-" + SPAN + "-00"})
    void whatIsReadIsWritten(String header) {
        assertThat(Traceparent.parse(header)).map(Traceparent::toString).contains(header);
    }

    @Test
    void aLaterVersionIsReadAsFarAsItIsKnown() {
        assertThat(Traceparent.parse("01-" + TRACE + "-" + SPAN + "-03-more"))
                .contains(new Traceparent(TRACE, SPAN, true));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "-" + SPAN,
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-0AF7651916CD43DD8448EB211C80319C-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01\n"
            })
    void whatIsNoneIsAsGoodAsAbsent(String header) {
        assertThat(Traceparent.parse(header)).isEmpty();
    }

    @Test
    void theLogContextHasTheOneAThreadWorksIn() {
        // Given
        var span = new Traceparent(TRACE, SPAN, false);

        // When
        Optional<Traceparent> within;
        try (var _ = LogContext.with(span)) {
            within = Traceparent.current();
        }

        // Then
        assertThat(within).contains(span);
        assertThat(Traceparent.current()).isEmpty();
    }

    @Test
    void aScopeGivesBackWhatItFoundAndCutsWhatIsLong() {
        // Given
        var outer = LogContext.with(LogContext.FACTORY, "acme");

        // When
        String within;
        try (var _ = LogContext.with(Map.of(LogContext.FACTORY, "x".repeat(10_000), LogContext.EVENT_ID, "e"))) {
            within = MDC.get(LogContext.FACTORY);
        }

        // Then
        assertThat(within).hasSize(256);
        assertThat(MDC.get(LogContext.FACTORY)).isEqualTo("acme");
        assertThat(MDC.get(LogContext.EVENT_ID)).isNull();
        outer.close();
        assertThat(MDC.get(LogContext.FACTORY)).isNull();
    }
}
