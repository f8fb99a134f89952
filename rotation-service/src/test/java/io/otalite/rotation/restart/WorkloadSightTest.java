package io.otalite.rotation.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.restart.Sight.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadSightTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<String> LOOKED_AT = List.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.POD);
    private static final ObjectRef WEB = new ObjectRef(Kinds.DEPLOYMENT, "shop", "web");

    private final MutableClock clock = new MutableClock(NOON);

    @ParameterizedTest
    @ValueSource(strings = {Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.POD})
    void whatIsSeenIsAsOldAsTheOldestOfItsParts(String silent) {
        // Given
        var world = new TestWorld(clock).with("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, uid: d}
                spec: {template: {spec: {containers: [{name: main, image: web}]}}}
                """).world();
        LOOKED_AT.forEach(kind -> world.see(Scope.everywhere(kind)));
        clock.pass(Duration.ofSeconds(30));
        LOOKED_AT.stream().filter(kind -> !kind.equals(silent)).forEach(kind -> world.see(Scope.everywhere(kind)));

        // When
        var sight = new WorkloadSight(world, clock).look(WEB);

        // Then
        assertThat(sight).isInstanceOfSatisfying(Seen.class, seen -> {
            assertThat(seen.at()).isEqualTo(NOON.plusSeconds(30));
            assertThat(seen.confirmed()).isEqualTo(NOON);
        });
    }
}
