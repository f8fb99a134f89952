package io.otalite.backup.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.otalite.backup.MutableClock;
import io.otalite.backup.TestFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PatienceTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration ENDLESS = Duration.ofDays(1);

    private final Holds holds = new Holds();
    private final MutableClock clock = new MutableClock(TestFactory.NOW);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void anAnswerIsReturnedAtOnceAndNothingIsHeld() {
        assertThat(patience(ENDLESS).insist("a", () -> 7)).isEqualTo(7);
        assertThat(holds.current()).isEmpty();
    }

    @Test
    void givenAnOutage_whenItEndsAfterManyAttempts_thenTheAnswerIsReturned() {
        // When
        var answer = patience(SHORT).insist("a", failing(50, HoldCause.STORE));

        // Then
        assertThat(answer).isEqualTo("done after 50");
        assertThat(holds.current()).isEmpty();
    }

    @Test
    void givenAnUnexpectedFailure_whenItEnds_thenTheAnswerIsReturned() {
        // When
        var answer = patience(SHORT).insist("a", () -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("a defect");
            }
            return "done";
        });

        // Then
        assertThat(answer).isEqualTo("done");
    }

    @Test
    void whatWaitsIsShownWithItsCauseAndTheTimeOfItsFirstFailure() {
        // Given
        var patience = patience(ENDLESS);
        var waiting = waiting(patience, HoldCause.CREDENTIAL);
        clock.pass(Duration.ofMinutes(5));

        // When
        patience.wake();

        // Then
        await().untilAsserted(() -> assertThat(holds.current())
                .containsExactly(new Hold("a", HoldCause.CREDENTIAL, "not now", TestFactory.NOW, 2)));
        assertThat(holds.count(HoldCause.CREDENTIAL)).isEqualTo(1);
        assertThat(waiting).isNotDone();
    }

    @Test
    void givenALongPause_whenWoken_thenTheActionIsTriedAtOnce() {
        // Given
        var patience = patience(ENDLESS);
        var answer = CompletableFuture.supplyAsync(() -> patience.insist("a", failing(1, HoldCause.STORE)), threads);
        await().until(() -> holds.current().size() == 1);

        // When
        patience.wake();

        // Then
        assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("done after 1");
    }

    @Test
    void givenAWakeDuringAnAttempt_whenTheAttemptFails_thenTheNextFollowsAtOnce() {
        // Given
        var patience = patience(ENDLESS);

        // When
        var answer = patience.insist("a", () -> {
            if (attempts.incrementAndGet() == 1) {
                patience.wake();
                throw new UnavailableException(HoldCause.STORE, "not now");
            }
            return attempts.get();
        });

        // Then
        assertThat(answer).isEqualTo(2);
    }

    @Test
    void givenSomethingThatWaits_whenClosed_thenTheWaitEndsUnfinished() {
        // Given
        var patience = patience(ENDLESS);
        var waiting = waiting(patience, HoldCause.STORE);

        // When
        patience.close();

        // Then
        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withCauseInstanceOf(ShuttingDownException.class);
        assertThat(holds.current()).isEmpty();
    }

    @Test
    void afterCloseNothingIsTriedAnyMore() {
        // Given
        var patience = patience(SHORT);
        patience.close();

        // When, Then
        assertThatThrownBy(() -> patience.insist("a", attempts::incrementAndGet))
                .isInstanceOf(ShuttingDownException.class);
        assertThat(attempts).hasValue(0);
    }

    private CompletableFuture<String> waiting(Patience patience, HoldCause cause) {
        var waiting = CompletableFuture.supplyAsync(() -> patience.insist("a", failing(1_000_000, cause)), threads);
        await().until(() -> holds.current().size() == 1);
        return waiting;
    }

    private Supplier<String> failing(int times, HoldCause cause) {
        return () -> {
            if (attempts.incrementAndGet() <= times) {
                throw new UnavailableException(cause, "not now");
            }
            return "done after " + times;
        };
    }

    private Patience patience(Duration pause) {
        return new Patience(holds, new BackOff(pause, pause), clock, RandomGenerator.getDefault());
    }
}
