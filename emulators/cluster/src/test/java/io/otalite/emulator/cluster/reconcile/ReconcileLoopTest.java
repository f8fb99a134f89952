package io.otalite.emulator.cluster.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.otalite.emulator.cluster.MutableClock;
import io.otalite.emulator.cluster.PlainAdmission;
import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.objects.Journal;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.objects.Write;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReconcileLoopTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Objects objects = new Objects(clock, new PlainAdmission(), Journal.none());
    private final ReconcileLoop loop = new ReconcileLoop(objects, clock);

    /** Looks after ConfigMaps. */
    private static final class Recorder implements Reconciler {
        private final List<String> looked = new CopyOnWriteArrayList<>();
        private final Function<ObjectKey, Optional<Instant>> answer;

        Recorder(Function<ObjectKey, Optional<Instant>> answer) {
            this.answer = answer;
        }

        List<String> looked() {
            return looked;
        }

        @Override
        public void concerns(ObjectChange change, Consumer<ObjectKey> look) {
            if (change.key().kind().equals(Kinds.CONFIG_MAP)) {
                look.accept(change.key());
            }
        }

        @Override
        public Optional<Instant> reconcile(ObjectKey key) {
            looked.add(key.name());
            return answer.apply(key);
        }
    }

    @Test
    void whatIsThereAndWhatComesIsLookedAtOnce() {
        // Given
        var recorder = new Recorder(_ -> Optional.empty());
        loop.add(recorder);
        create("old");

        // When
        loop.settle();
        create("new");
        touch("new", "1");
        touch("new", "2");
        loop.settle();

        // Then
        assertThat(recorder.looked()).containsExactly("old", "new");
    }

    @Test
    void whoeverAsksToLookAgainIsCalledAtThatTime() {
        // Given
        var recorder = new Recorder(_ -> Optional.of(clock.instant().plusSeconds(5)));
        loop.add(recorder);
        create("a");
        loop.settle();

        // When
        clock.set(loop.nextDue().orElseThrow());
        loop.settle();

        // Then
        assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:05Z");
        assertThat(recorder.looked()).containsExactly("a", "a");
    }

    @Test
    void aFailureIsTriedAgainLaterEachTimeAndHoldsNobodyElse() {
        // Given
        var recorder = new Recorder(key -> {
            if (key.name().equals("bad")) {
                throw Refusal.badRequest("as the test wants it");
            }
            return Optional.empty();
        });
        loop.add(recorder);
        create("bad");
        create("good");
        loop.settle();
        var waits = new ArrayList<Duration>();

        // When
        for (var i = 0; i < 10; i++) {
            var due = loop.nextDue().orElseThrow();
            waits.add(Duration.between(clock.instant(), due));
            clock.set(due);
            loop.settle();
        }

        // Then
        assertThat(recorder.looked()).contains("good").startsWith("bad");
        assertThat(waits)
                .startsWith(Duration.ofMillis(100), Duration.ofMillis(200))
                .endsWith(Duration.ofSeconds(30));
    }

    @Test
    void aLoopThatFellBehindListsAnew() {
        // Given
        var recorder = new Recorder(_ -> Optional.empty());
        loop.add(recorder);
        loop.settle();
        create("first");

        // When
        for (var i = 0; i < 25_000; i++) {
            touch("first", Integer.toString(i));
        }
        create("last");
        own("last", "boss");
        loop.settle();

        // Then
        assertThat(Set.copyOf(recorder.looked())).isEqualTo(new HashSet<>(List.of("first", "last")));
        assertThat(loop.index().dependents("boss")).containsExactly(PlayedCluster.key(Kinds.CONFIG_MAP, "last"));
    }

    @Test
    void onAThreadOfItsOwnItActsOnChangesAndOnTime() {
        // Given
        var real = new Objects(Clock.systemUTC(), new PlainAdmission(), Journal.none());
        real.create(
                ObjectKey.inCluster(Kinds.NAMESPACE, PlayedCluster.NAMESPACE),
                PlayedCluster.yaml("{}"),
                Write.FOR_REAL);
        var recorder = new Recorder(_ -> Optional.of(Clock.systemUTC().instant().plusMillis(20)));

        // When
        try (var started = new ReconcileLoop(real, Clock.systemUTC())) {
            started.add(recorder);
            started.start();
            real.create(PlayedCluster.key(Kinds.CONFIG_MAP, "a"), PlayedCluster.yaml("{}"), Write.FOR_REAL);

            // Then
            await().untilAsserted(() -> assertThat(recorder.looked()).hasSizeGreaterThan(3));
        }
    }

    private void create(String name) {
        var namespace = ObjectKey.inCluster(Kinds.NAMESPACE, PlayedCluster.NAMESPACE);
        if (objects.get(namespace).isEmpty()) {
            objects.create(namespace, PlayedCluster.yaml("{}"), Write.FOR_REAL);
        }
        objects.create(PlayedCluster.key(Kinds.CONFIG_MAP, name), PlayedCluster.yaml("{}"), Write.FOR_REAL);
    }

    private void touch(String name, String value) {
        objects.update(PlayedCluster.key(Kinds.CONFIG_MAP, name), object -> object.put("value", value));
    }

    private void own(String name, String ownerUid) {
        objects.update(PlayedCluster.key(Kinds.CONFIG_MAP, name), object -> {
            object.withObjectProperty("metadata")
                    .putArray("ownerReferences")
                    .addObject()
                    .put("uid", ownerUid);
            return object;
        });
    }
}
