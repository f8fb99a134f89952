package io.otalite.telemetry;

import java.util.Map;
import java.util.Optional;

/**
 * Records what a request went through, in this service and in the next ones. Thread-safe; no method waits, and none fails: a trace is
 * for people who look, and nothing that a service promises may depend on it.
 */
public interface Tracing extends AutoCloseable {
    /** Records nothing, and costs nothing. */
    Tracing OFF = new Tracing() {
        @Override
        public Span begin(Start start) {
            return Span.NONE;
        }

        @Override
        public void close() {}
    };

    /** Begins a span. Without a parent, and where a parent's trace is not recorded elsewhere, it begins a trace of its own. */
    Span begin(Start start);

    /** Gives what is recorded a last moment to leave, two seconds at most. */
    @Override
    void close();

    /** What a span is to the one that it follows on. */
    enum Kind {
        SERVER,
        PRODUCER,
        CONSUMER,
        CLIENT
    }

    /**
     * How a span begins.
     *
     * @param name few different ones: no identifiers
     * @param parent the span that caused it
     * @param attributes names as in the semantic conventions of OpenTelemetry, where they have one; nothing secret
     */
    record Start(Kind kind, String name, Optional<Traceparent> parent, Map<String, String> attributes) {
        public Start {
            attributes = Map.copyOf(attributes);
        }
    }

    /** What takes time. May be ended on another thread than the one that began it. */
    interface Span {
        Span NONE = new Span() {
            @Override
            public Optional<Traceparent> traceparent() {
                return Optional.empty();
            }

            @Override
            public void attribute(String name, String text) {}

            @Override
            public void attribute(String name, long number) {}

            @Override
            public void failed(String reason) {}

            @Override
            public void end() {}
        };

        /** What a later span names as its parent; empty when nothing is recorded. */
        Optional<Traceparent> traceparent();

        void attribute(String name, String text);

        void attribute(String name, long number);

        /** @param reason the kind of failure, nothing secret */
        void failed(String reason);

        /** Once; later calls change nothing. */
        void end();

        /** Makes it the one that this thread works in, until the scope is closed. */
        default LogContext.Scope enter() {
            return traceparent().map(LogContext::with).orElse(() -> {});
        }
    }
}
