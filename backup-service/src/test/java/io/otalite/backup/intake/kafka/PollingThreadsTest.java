package io.otalite.backup.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.backup.MutableClock;
import io.otalite.backup.TestFactory;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

class PollingThreadsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final MutableClock clock = new MutableClock(TestFactory.NOW);
    private final MockConsumer<String, byte[]> kafka = new MockConsumer<>("earliest");
    private Uni<Void> thread = Uni.createFrom().voidItem();
    private final PollingThreads threads = new PollingThreads(clients(), clock);

    @Test
    void aConsumerThatAnswersIsNotSilent() {
        // Given
        kafka.subscribe(List.of("topic"));
        askFor(Duration.ofHours(1));

        // When, Then
        assertThat(threads.silentFor(LIMIT)).isFalse();
    }

    @Test
    void aThreadThatDoesNothingAnyMoreIsSilent() {
        // Given
        kafka.subscribe(List.of("topic"));
        askFor(Duration.ofHours(1));

        // When
        thread = Uni.createFrom().nothing();
        askFor(LIMIT.plusSeconds(30));

        // Then
        assertThat(threads.silentFor(LIMIT)).isTrue();
    }

    @Test
    void aConsumerWhoseChannelHasEndedIsSilent() {
        // When
        askFor(LIMIT.plusSeconds(30));

        // Then
        assertThat(threads.silentFor(LIMIT)).isTrue();
    }

    @Test
    void aConsumerThatCannotBeMadeIsSilent() {
        // Given
        thread = Uni.createFrom().failure(new IllegalStateException("no resolvable address"));

        // When
        askFor(LIMIT.plusSeconds(30));

        // Then
        assertThat(threads.silentFor(LIMIT)).isTrue();
    }

    private void askFor(Duration span) {
        for (var passed = Duration.ZERO; passed.compareTo(span) < 0; passed = passed.plusSeconds(15)) {
            threads.ask();
            clock.pass(Duration.ofSeconds(15));
        }
    }

    /** One channel with one consumer, whose thread is the test's. */
    private KafkaClientService clients() {
        var consumer = proxy(KafkaConsumer.class, "runOnPollingThread", this::run);
        return (KafkaClientService) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {KafkaClientService.class},
                (_, method, _) -> method.getName().equals("getConsumers") ? List.of(consumer) : Set.of("channel"));
    }

    @SuppressWarnings("unchecked")
    private Object run(Object action) {
        return thread.invoke(() -> ((Consumer<Object>) action).accept(kafka));
    }

    private static <T> T proxy(Class<T> type, String answered, Function<Object, Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> 1;
                    case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                    default -> {
                        assertThat(method.getName()).isEqualTo(answered);
                        yield answer.apply(arguments[0]);
                    }
                }));
    }
}
