package io.otalite.telemetry;

import java.util.Optional;

/** Keeps the promise of {@link Tracing} that no method fails, whatever the one that records does. */
public final class UnfailingTracing implements Tracing {
    private final Tracing tracing;
    private final BestEffort effort = new BestEffort("tracing");

    private UnfailingTracing(Tracing tracing) {
        this.tracing = tracing;
    }

    /** The same one, if it keeps the promise in this way already. */
    public static Tracing of(Tracing tracing) {
        return tracing instanceof UnfailingTracing ? tracing : new UnfailingTracing(tracing);
    }

    @Override
    public Span begin(Start start) {
        return effort.get(() -> new Unfailing(tracing.begin(start), effort), Span.NONE);
    }

    @Override
    public void close() {
        effort.run(tracing::close);
    }

    private record Unfailing(Span span, BestEffort effort) implements Span {
        @Override
        public Optional<Traceparent> traceparent() {
            return effort.get(span::traceparent, Optional.empty());
        }

        @Override
        public void attribute(String name, String text) {
            effort.run(() -> span.attribute(name, text));
        }

        @Override
        public void attribute(String name, long number) {
            effort.run(() -> span.attribute(name, number));
        }

        @Override
        public void failed(String reason) {
            effort.run(() -> span.failed(reason));
        }

        @Override
        public void end() {
            effort.run(span::end);
        }
    }
}
