package io.otalite.emulator.cluster.kubelet.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.MutableClock;
import io.otalite.emulator.cluster.kubelet.ContainerRef;
import io.otalite.emulator.cluster.kubelet.ContainerRuntime;
import io.otalite.emulator.cluster.kubelet.ContainerRuntimeContract;
import io.otalite.emulator.cluster.kubelet.ContainerSpec;
import io.otalite.emulator.cluster.kubelet.ContainerState.Ended;
import io.otalite.emulator.cluster.kubelet.PodLogs;
import io.otalite.emulator.cluster.kubelet.PodSandbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ScriptedRuntimeTest extends ContainerRuntimeContract {
    private record Due(Instant when, Runnable action) {}

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<Due> timers = new ArrayList<>();
    private final ScriptedRuntime runtime =
            new ScriptedRuntime(clock, (when, action) -> timers.add(new Due(when, action)), _ -> true);

    @Override
    protected ContainerRuntime runtime() {
        return runtime;
    }

    @Override
    protected ContainerSpec patient(int run) {
        return spec("app", run);
    }

    @Override
    protected void untilEnded(ContainerRef container) {
        pass(0);
    }

    @Test
    void anAnnotationForOneContainerGoesBeforeThatForAll() {
        // Given
        prepare(Map.of(
                "emulator.ota-lite.io/exit-code",
                "3",
                "emulator.ota-lite.io/main.exit-code",
                "4",
                "emulator.ota-lite.io/exit-after",
                "5s"));
        runtime.start(patient(0));

        // When
        pass(5);

        // Then
        assertThat(runtime.state(MAIN)).get().isInstanceOfSatisfying(Ended.class, ended -> {
            assertThat(ended.exitCode()).isEqualTo(4);
            assertThat(ended.endedAt()).isEqualTo("2026-01-01T00:00:05Z");
        });
    }

    @Test
    void aScriptThatMakesNoSenseIsSaidByTheContainer() {
        // Given
        prepare(Map.of("emulator.ota-lite.io/crash-after", "soon"));

        // When
        runtime.start(patient(0));

        // Then
        assertThat(runtime.state(MAIN)).get().isInstanceOfSatisfying(Ended.class, ended -> {
            assertThat(ended.reason()).isEqualTo("ContainerCannotRun");
            assertThat(ended.message()).isEqualTo("\"soon\" is no duration such as 500ms, 5s, 2m or 1h");
        });
    }

    @Test
    void aFollowerReadsUntilTheRunEnds() throws Exception {
        // Given
        prepare(Map.of("emulator.ota-lite.io/log", "hello"));
        runtime.start(patient(0));
        var out = new ByteArrayOutputStream();
        var reader = Thread.ofVirtual().start(() -> follow(out));

        // When
        runtime.stop(MAIN, Duration.ZERO);
        pass(0);
        reader.join();

        // Then
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("hello\n");
    }

    private void follow(ByteArrayOutputStream out) {
        try {
            var all = new PodLogs.Wanted(
                    false, true, false, OptionalInt.empty(), Optional.<Instant>empty(), OptionalLong.empty());
            runtime.logs().copy(MAIN, all, out);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void prepare(Map<String, String> annotations) {
        runtime.preparePod(new PodSandbox(POD, "127.1.0.1", annotations, List.of()));
    }

    private void pass(int seconds) {
        var end = clock.instant().plusSeconds(seconds);
        clock.set(end);
        timers.stream()
                .filter(due -> !due.when().isAfter(end))
                .toList()
                .forEach(due -> due.action().run());
    }
}
