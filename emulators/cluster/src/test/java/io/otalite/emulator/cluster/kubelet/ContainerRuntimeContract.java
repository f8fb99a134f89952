package io.otalite.emulator.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.emulator.cluster.kubelet.ContainerState.Ended;
import io.otalite.emulator.cluster.kubelet.ContainerState.Running;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The laws of {@link ContainerRuntime}; every implementation runs them. */
public abstract class ContainerRuntimeContract {
    protected static final PodRef POD = new PodRef("shop", "p", "uid-1");
    protected static final ContainerRef MAIN = new ContainerRef(POD, "main");
    private static final Duration GRACE = Duration.ofSeconds(30);

    protected abstract ContainerRuntime runtime();

    /** A container that runs until it is asked to end, and then ends at once. */
    protected abstract ContainerSpec patient(int run);

    /** Waits until the container has ended, or lets the time pass in which it does. */
    protected abstract void untilEnded(ContainerRef container);

    protected static ContainerSpec spec(String image, int run) {
        return new ContainerSpec(
                MAIN,
                run,
                image,
                List.of(),
                List.of(),
                Map.of(),
                List.of(),
                "",
                OptionalLong.empty(),
                Duration.ofSeconds(10),
                true);
    }

    private void prepare() {
        runtime().preparePod(new PodSandbox(POD, "127.1.0.1", Map.of(), List.of()));
    }

    @Test
    void aContainerThatWasNeverStartedHasNoState() {
        prepare();

        assertThat(runtime().state(MAIN)).isEmpty();
    }

    @Test
    void nothingStartsInAPodThatWasNotPrepared() {
        assertThatThrownBy(() -> runtime().start(patient(0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aContainerRunsOnceAtATime() {
        // Given
        prepare();
        runtime().start(patient(0));

        // Then
        assertThat(runtime().state(MAIN)).containsInstanceOf(Running.class);
        assertThatThrownBy(() -> runtime().start(patient(1))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEndedRunKeepsItsStateAndIsToldOf() {
        // Given
        var told = new CopyOnWriteArrayList<ContainerRef>();
        runtime().observe(told::add);
        prepare();
        runtime().start(patient(7));

        // When
        runtime().stop(MAIN, GRACE);
        untilEnded(MAIN);

        // Then
        assertThat(runtime().state(MAIN))
                .get()
                .isInstanceOfSatisfying(
                        Ended.class, ended -> assertThat(ended.run()).isEqualTo(7));
        assertThat(told).contains(MAIN);
    }

    @Test
    void theNextRunReplacesTheStateOfTheLast() {
        // Given
        prepare();
        runtime().start(patient(0));
        runtime().stop(MAIN, GRACE);
        untilEnded(MAIN);

        // When
        runtime().start(patient(1));

        // Then
        assertThat(runtime().state(MAIN))
                .get()
                .isInstanceOfSatisfying(
                        Running.class, running -> assertThat(running.run()).isEqualTo(1));
        assertThat(runtime().logs().exists(MAIN, true)).isTrue();
    }

    @Test
    void nothingIsLeftOfARemovedPod() {
        // Given
        prepare();
        runtime().start(patient(0));

        // When
        runtime().removePod(POD);
        runtime().removePod(POD);

        // Then
        assertThat(runtime().state(MAIN)).isEmpty();
        assertThat(runtime().logs().exists(MAIN, false)).isFalse();
    }

    @Test
    void aSecondPreparationDoesNoHarm() {
        // Given
        prepare();
        runtime().start(patient(0));

        // When
        prepare();

        // Then
        assertThat(runtime().state(MAIN)).containsInstanceOf(Running.class);
    }
}
