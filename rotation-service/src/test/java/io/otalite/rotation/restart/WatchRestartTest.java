package io.otalite.rotation.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.Usage;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.restart.Claimed.Nature;
import io.otalite.rotation.restart.Outcome.Dropped;
import io.otalite.rotation.restart.Outcome.Failed;
import io.otalite.rotation.restart.Outcome.Verified;
import io.otalite.rotation.restart.RestartTask.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A workload that is well, and whose key its issuer knows about. */
class WatchRestartTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofHours(1);
    private static final ObjectRef WEB = new ObjectRef(Kinds.DEPLOYMENT, "shop", "web");

    private final MutableClock clock = new MutableClock(NOON);
    private final TestWorld world = new TestWorld(clock);
    private final LastNoted claims = new LastNoted();
    private final WatchRestart watch = new WatchRestart(
            claims,
            new WorkloadSight(world.world(), clock),
            (_, _) -> use(),
            new RestartPace(Optional.of(SECOND), SECOND, Optional.empty(), DEADLINE, SECOND),
            clock);

    private String answer = "nobody";

    @BeforeEach
    void begin() {
        world.with("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, uid: d, generation: 1}
                spec: {replicas: 1, template: {spec: {containers: [{name: main}]}}}
                status:
                  observedGeneration: 1
                  replicas: 1
                  updatedReplicas: 1
                  availableReplicas: 1
                  conditions: [{type: Available, status: "True"}]
                """, """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata:
                  name: web-1
                  namespace: shop
                  uid: s
                  ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: d, controller: true}]
                spec: {template: {spec: {containers: [{name: main}]}}}
                """, """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web-1-a
                  namespace: shop
                  uid: p
                  creationTimestamp: "2026-01-01T11:00:00Z"
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: s, controller: true}]
                status: {conditions: [{type: Ready, status: "True"}]}
                """);
    }

    @ParameterizedTest(name = "{0}, then {1}: {2}, in the end {3}")
    @CsvSource(delimiter = '|', textBlock = """
        used   | used   | verified | verified
        never  | never  | verified | verified
        silent | away   | later    | failed
        silent | silent | later    | failed
        silent | used   | verified | verified
        away   | away   | later    | verified
        away   | silent | later    | failed
        away   | used   | verified | verified
        """)
    void aMomentWithoutAnAnswerIsNoAnswer(String first, String then, String soon, String end) {
        // Given
        answer = first;
        look(Duration.ZERO);
        look(SECOND);
        answer = then;

        // When
        look(Duration.ofMinutes(1));

        // Then
        assertThat(claims.last).isEqualTo(soon);
        look(DEADLINE);
        assertThat(claims.last).isEqualTo(end);
    }

    @Test
    void whoIsGoneHasNotFailed() {
        // Given
        look(Duration.ZERO);
        world.remove(WEB);

        // When
        look(SECOND);

        // Then
        assertThat(claims.last).isEqualTo("dropped");
    }

    private void look(Duration later) {
        // No gap.
        for (var passed = SECOND; passed.compareTo(later) <= 0 && !isOver(); passed = passed.plus(SECOND)) {
            clock.pass(SECOND);
            lookNow();
        }
        if (later.isZero()) {
            lookNow();
        }
    }

    private boolean isOver() {
        return List.of("verified", "failed", "dropped").contains(claims.last);
    }

    private void lookNow() {
        Stream.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.POD)
                .map(Scope::everywhere)
                .forEach(world.world()::see);
        var change = new Change(
                "r-1",
                new ObjectRef(Kinds.SECRET, "shop", "key"),
                new TreeSet<>(List.of("key")),
                Optional.empty(),
                Optional.of("new"),
                Optional.empty(),
                NOON);
        watch.look(new Claimed(
                1,
                1,
                "r-1",
                WEB,
                State.WATCHING,
                new Nature(false, false, false, true, true, 0),
                List.of(change),
                Optional.of(NOON)));
    }

    private Usage use() {
        return switch (answer) {
            case "used" -> new Usage.Used(clock.instant());
            case "silent" -> new Usage.Silent(clock.instant());
            case "never" -> new Usage.Unknown("nobody can tell");
            default -> throw new IssuerUnavailableException("nobody answers");
        };
    }

    /** What came of the last look. */
    private static final class LastNoted implements Claims {
        private String last = "";

        @Override
        public void giveUp() {
            throw new AssertionError();
        }

        @Override
        public List<Claimed> claim(int most) {
            throw new AssertionError();
        }

        @Override
        public boolean begin(Claimed task) {
            throw new AssertionError();
        }

        @Override
        public void watch(Claimed task, boolean stamped, String evidence) {
            throw new AssertionError();
        }

        @Override
        public void later(Claimed task, Duration pause, Awaited awaited) {
            last = "later";
        }

        @Override
        public void end(Claimed task, Outcome outcome) {
            last = switch (outcome) {
                case Verified _ -> "verified";
                case Failed _ -> "failed";
                case Dropped _ -> "dropped";
            };
        }
    }
}
