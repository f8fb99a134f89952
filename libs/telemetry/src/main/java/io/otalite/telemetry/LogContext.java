package io.otalite.telemetry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What a thread works on, for every line that it logs meanwhile: ids by which lines of several services are found together. Only
 * identifiers belong here, never anything that a caller keeps secret.
 */
public final class LogContext {
    /** The request, as its caller or this service named it. */
    public static final String REQUEST_ID = "requestId";

    /** The factory that a request or an event is about. */
    public static final String FACTORY = "factory";

    /** The rotation of a credential, also while its consumers are restarted. */
    public static final String ROTATION_ID = "rotationId";

    /** The event that is handled, its {@code ce_id}. */
    public static final String EVENT_ID = "eventId";

    /** The trace that is recorded or continued. */
    public static final String TRACE_ID = "traceId";

    /** The span that is open. */
    public static final String SPAN_ID = "spanId";

    /** Whether that trace is recorded: {@code true} or {@code false}. */
    public static final String SAMPLED = "sampled";

    private static final int LONGEST = 256;

    private LogContext() {}

    /** Ends what was begun, on the thread that began it. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Adds these to what stands there, until the scope is closed; what stood there then stands there again. */
    public static Scope with(Map<String, String> names) {
        var before = new LinkedHashMap<String, @Nullable String>();
        names.forEach((name, text) -> {
            before.put(name, MDC.get(name));
            put(name, text);
        });
        return () -> before.forEach(LogContext::restore);
    }

    /** Adds this for as long as the context lives: for a request, whose context ends with it. */
    public static void put(String name, String text) {
        MDC.put(name, cut(text));
    }

    /** As {@link #with(Map)}, for one. */
    public static Scope with(String name, String text) {
        return with(Map.of(name, text));
    }

    /**
     * Makes something on a thread that knows nothing of what this one works on. For what starts threads that stay, when it is first
     * needed while something is worked on: a thread may inherit the context of the one that starts it, and would keep it for ever.
     */
    public static <T> CompletableFuture<T> outside(Supplier<T> make) {
        var loader = Thread.currentThread().getContextClassLoader();
        var made = new CompletableFuture<T>();
        Thread.ofPlatform()
                .name("outside")
                .daemon()
                .inheritInheritableThreadLocals(false)
                .start(() -> {
                    // Such a thread does not inherit this either, and libraries look for their classes there.
                    Thread.currentThread().setContextClassLoader(loader);
                    made.completeAsync(make, Runnable::run);
                });
        return made;
    }

    static Scope with(Traceparent span) {
        return with(
                Map.of(TRACE_ID, span.traceId(), SPAN_ID, span.spanId(), SAMPLED, Boolean.toString(span.sampled())));
    }

    /** Whoever writes an event chooses its id; a log line is no place for a long one. */
    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static void restore(String name, @Nullable String text) {
        if (text == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, text);
        }
    }
}
