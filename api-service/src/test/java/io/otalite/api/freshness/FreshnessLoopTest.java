package io.otalite.api.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.api.publication.House;
import io.otalite.api.publication.InMemoryPublicationStore;
import io.otalite.events.FactoryName;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.RoleName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FreshnessLoopTest {
    private final InMemoryPublicationStore store = new InMemoryPublicationStore();
    private final House house = new House(store);

    @Test
    void everythingThatIsDueIsSignedThoughOneFactoryCannotBe() {
        // Given
        for (int i = 0; i < 20; i++) {
            house.create(new FactoryName("f-" + i));
        }
        var broken = new FactoryName("f-7");
        house.keys().discard(broken, keysOf(broken));
        house.pass(Duration.ofDays(5));

        // When
        try (var loop = new FreshnessLoop(store, house.refreshing(), house.clock(), Duration.ofMillis(20))) {
            loop.start();

            // Then
            await().until(() -> loop.refreshed() == 19 && loop.status().due() == 1 && loop.failed() > 1);
            assertThat(store.toRefresh(house.now(), Optional.empty(), 100))
                    .extracting(factory -> factory.name())
                    .containsExactly(broken);
            assertThat(loop.status().nextExpiries().orElseThrow().timestamp())
                    .isEqualTo(House.NOW.plus(House.LIFETIMES.timestamp()));
        }
    }

    private Set<KeyId> keysOf(FactoryName factory) {
        return house.keys().held(factory).of(RoleName.TIMESTAMP).stream()
                .map(key -> key.publicKey().keyId())
                .collect(Collectors.toSet());
    }
}
