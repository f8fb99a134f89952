package io.otalite.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LogContextTest {
    private final InheritableThreadLocal<String> context = new InheritableThreadLocal<>();

    @Test
    void whatIsMadeOutsideStartsThreadsThatKnowNothingOfThisOne() {
        // Given
        context.set("a record");
        var seen = new ArrayList<String>();

        // When
        var thread = LogContext.outside(() -> Thread.ofPlatform().start(() -> seen.add(context.get())));

        // Then
        assertThat(thread).succeedsWithin(Duration.ofSeconds(5)).satisfies(started -> {
            started.join();
            assertThat(seen).containsExactly((String) null);
        });
    }

    @Test
    void whatIsMadeOutsideFindsItsClassesWhereThisThreadDoes() throws Exception {
        // Given
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        try (var loader = new URLClassLoader(new URL[0])) {
            thread.setContextClassLoader(loader);

            // When
            var found = LogContext.outside(() -> Thread.currentThread().getContextClassLoader());

            // Then
            assertThat(found).succeedsWithin(Duration.ofSeconds(5)).isSameAs(loader);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
