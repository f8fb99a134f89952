package io.otalite.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.backup.hold.HoldCause;
import io.otalite.backup.hold.UnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeLimitedArchiveStoreTest extends ArchiveStoreContractTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final InMemoryArchiveStore inner = new InMemoryArchiveStore();
    private final ArchiveStore store = new TimeLimitedArchiveStore(inner, Duration.ofSeconds(30), threads);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Override
    protected ArchiveStore store() {
        return store;
    }

    @Test
    void aStoreThatHangsIsGivenUp() {
        // Given
        inner.hang();
        var limited = new TimeLimitedArchiveStore(inner, Duration.ofMillis(50), threads);

        // When, Then
        assertThatThrownBy(() -> limited.find(new ObjectName("a")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("not answered within 50 ms");
    }

    @Test
    void whatTheStoreLacksIsPassedOn() {
        // Given
        inner.fail(HoldCause.ACCESS);

        // When, Then
        assertThatThrownBy(() -> store.find(new ObjectName("a")))
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        e -> assertThat(e.holdCause()).isEqualTo(HoldCause.ACCESS));
    }
}
