package io.otalite.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.telemetry.Tracing.Kind;
import io.otalite.telemetry.Tracing.Span;
import io.otalite.telemetry.Tracing.Start;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnfailingTracingTest {
    private static final Start START = new Start(Kind.SERVER, "GET", Optional.empty(), Map.of());

    @Test
    void aTracingThatCannotBeginRecordsNothing() {
        // When
        var span = UnfailingTracing.of(new Failing()).begin(START);

        // Then
        assertThat(span).isSameAs(Span.NONE);
    }

    @Test
    void aSpanThatFailsIsUsedLikeAnyOther() {
        // Given
        var span = UnfailingTracing.of(new Beginning()).begin(START);

        // When
        try (var _ = span.enter()) {
            span.attribute("a", "b");
            span.attribute("a", 1);
            span.failed("why");
        }
        span.end();

        // Then
        assertThat(span.traceparent()).isEmpty();
    }

    private static class Failing implements Tracing {
        @Override
        public Span begin(Start start) {
            throw new IllegalStateException("no tracing");
        }

        @Override
        public void close() {}
    }

    private static final class Beginning extends Failing {
        @Override
        public Span begin(Start start) {
            return new Span() {
                @Override
                public Optional<Traceparent> traceparent() {
                    throw new IllegalStateException("no span");
                }

                @Override
                public void attribute(String name, String text) {
                    throw new IllegalStateException("no span");
                }

                @Override
                public void attribute(String name, long number) {
                    throw new IllegalStateException("no span");
                }

                @Override
                public void failed(String reason) {
                    throw new IllegalStateException("no span");
                }

                @Override
                public void end() {
                    throw new IllegalStateException("no span");
                }
            };
        }
    }
}
