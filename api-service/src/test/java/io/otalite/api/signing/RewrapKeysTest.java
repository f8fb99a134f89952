package io.otalite.api.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.otalite.api.signing.micrometer.DataKeyGauges;
import io.otalite.events.FactoryName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RewrapKeysTest {
    private final Rows rows = new Rows();
    private final RewrapKeys keys = new RewrapKeys(rows);

    @Test
    void everyOutdatedFactoryIsWrappedAnewHoweverManyThereAre() {
        // Given
        rows.outdated(IntStream.range(0, 250).mapToObj("f%d"::formatted).collect(Collectors.toSet()));

        // When
        var progress = keys.run();

        // Then
        assertThat(progress).isEqualTo(new RewrapProgress(250, 0, 0));
        assertThat(progress.complete()).isTrue();
    }

    @Test
    void oneThatCannotBeReadStopsNoneOfTheOthers() {
        // Given
        rows.outdated(Set.of("a", "b", "c"));
        rows.unreadable.add("b");

        // When
        var progress = keys.run();

        // Then
        assertThat(progress).isEqualTo(new RewrapProgress(2, 0, 1));
        assertThat(progress.complete()).isTrue();
    }

    @Test
    void whenTheKeysAreAwayTheRestIsLeftForTheNextRun() {
        // Given
        rows.outdated(Set.of("a", "b", "c"));
        rows.away.add("b");
        var first = keys.run();
        rows.away.clear();

        // When
        var second = keys.run();

        // Then
        assertThat(first).isEqualTo(new RewrapProgress(1, 2, 0));
        assertThat(first.complete()).isFalse();
        assertThat(second).isEqualTo(new RewrapProgress(3, 0, 0));
    }

    @Test
    void aStoreThatIsAwayLeavesTheProgressAsItWas() {
        // Given
        keys.run();
        rows.storeIsAway = true;

        // When
        assertThatThrownBy(keys::run).isInstanceOf(KeysUnavailableException.class);

        // Then
        assertThat(keys.progress()).contains(new RewrapProgress(0, 0, 0));
    }

    @Test
    void theGaugesShowTheLastRun() {
        // Given
        var registry = new SimpleMeterRegistry();
        DataKeyGauges.register(registry, keys);
        var before = gauge(registry, "current");
        rows.outdated(Set.of("a", "b", "c", "d"));
        rows.unreadable.add("a");
        rows.away.add("d");

        // When
        keys.run();

        // Then
        assertThat(before).isNaN();
        assertThat(gauge(registry, "current")).isEqualTo(2);
        assertThat(gauge(registry, "previous")).isEqualTo(1);
        assertThat(gauge(registry, "unreadable")).isEqualTo(1);
    }

    @Test
    void aScheduleRunsAtOnceAndThenAgain() {
        // Given
        rows.outdated(Set.of("a"));
        try (var _ = RewrapSchedule.start(keys, Duration.ofMillis(10))) {
            await().until(() -> rows.current.contains("a"));

            // When
            rows.outdated(Set.of("b"));

            // Then
            await().until(() -> rows.current.contains("b"));
        }
    }

    @Test
    void aScheduleSurvivesAStoreThatIsAway() {
        // Given
        rows.storeIsAway = true;
        rows.outdated(Set.of("a"));
        try (var _ = RewrapSchedule.start(keys, Duration.ofMillis(10))) {
            await().until(() -> rows.asked > 1);

            // When
            rows.storeIsAway = false;

            // Then
            await().until(() -> rows.current.contains("a"));
        }
    }

    private static double gauge(SimpleMeterRegistry registry, String state) {
        return registry.get("ota.signing.data.keys").tag("state", state).gauge().value();
    }

    private static final class Rows implements RewrappableKeys {
        private final Set<String> outdated = new ConcurrentSkipListSet<>();
        private final Set<String> current = new ConcurrentSkipListSet<>();
        private final Set<String> unreadable = new TreeSet<>();
        private final Set<String> away = new TreeSet<>();
        private volatile boolean storeIsAway;
        private volatile int asked;

        private void outdated(Set<String> names) {
            outdated.addAll(names);
        }

        @Override
        public List<FactoryName> outdated(Optional<FactoryName> after, int limit) {
            return outdated.stream()
                    .filter(name -> name.compareTo(after.map(FactoryName::value).orElse("")) > 0)
                    .limit(limit)
                    .map(FactoryName::new)
                    .toList();
        }

        @Override
        public void rewrap(FactoryName factory) {
            if (away.contains(factory.value())) {
                throw new KeysUnavailableException("away");
            }
            if (unreadable.contains(factory.value())) {
                throw new KeyUnreadableException("lost");
            }
            outdated.remove(factory.value());
            current.add(factory.value());
        }

        @Override
        public Count count() {
            asked++;
            if (storeIsAway) {
                throw new KeysUnavailableException("away");
            }
            return new Count(current.size(), outdated.size());
        }
    }
}
