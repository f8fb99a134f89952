package io.otalite.rotation.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.judgement.ImageView;
import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Scope;
import io.otalite.rotation.observation.TestWorld;
import io.otalite.rotation.restart.Claimed.Nature;
import io.otalite.rotation.restart.Deployments.Stamping.Stamped;
import io.otalite.rotation.restart.RestartTask.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeginRestartTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectRef WEB = new ObjectRef(Kinds.DEPLOYMENT, "shop", "web");
    private static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "key");

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop, uid: d, generation: GENERATION}
            spec:
              replicas: 1
              paused: PAUSED
              template:
                metadata: {annotations: {rotation.ota-lite.io/rotation: "STAMP"}}
                spec: {containers: [{name: main, envFrom: [{secretRef: {name: key}}]}]}
            status:
              observedGeneration: 1
              replicas: PODS
              updatedReplicas: 1
              availableReplicas: AVAILABLE
              conditions:
              - {type: Available, status: "True"}
              - {type: Progressing, status: "True", reason: PROGRESS}
            """;

    private static final String REPLICA_SET = """
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata:
              name: web-1
              namespace: shop
              uid: s
              annotations: {deployment.kubernetes.io/revision: "1"}
              ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: d, controller: true}]
            spec: {template: {spec: {containers: [{name: main, envFrom: [{secretRef: {name: key}}]}]}}}
            """;

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: web-1-a
              namespace: shop
              uid: p
              creationTimestamp: "MADE"
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: s, controller: true}]
            status: {conditions: [{type: Ready, status: "True"}]}
            """;

    private final MutableClock clock = new MutableClock(NOON);
    private final TestWorld world = new TestWorld(clock);
    private final List<String> done = new ArrayList<>();

    private String deployment = DEPLOYMENT;
    private String made = "2026-01-01T11:00:00Z";
    private Nature nature = new Nature(false, false, false, true, true, 0);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        that runs an older value            | begin, stamp, watch stamped
        stamped with the same rotation      | watch stamped
        stamped with another rotation       | begin, stamp, watch stamped
        stamped before it was begun anew    | begin, stamp, watch stamped
        stamped since it was begun anew     | watch stamped
        whose pods are new                  | watch
        whose pods are as old as the Secret | begin, stamp, watch stamped
        that reloads                        | watch
        that is being rolled out            | later: somebody else's rollout of it goes on
        whose controller has not looked     | later: somebody else's rollout of it goes on
        whose new pods are not there yet    | later: somebody else's rollout of it goes on
        whose rollout was given up          | begin, stamp, watch stamped
        that became unavailable long after  | begin, stamp, watch stamped
        that is paused                      | later: it is paused
        that would not start                | failed: it would not start, and was not restarted
        that would not start, to take back  | begin, stamp, watch stamped
        that is rolled out, to take back    | begin, stamp, watch stamped
        that is gone                        | dropped: it was deleted
        that cannot be seen                 | later: it cannot be seen: the watch is broken
        """)
    void whatIsDoneWithAWorkload(String which, String expected) {
        // Given
        given(which);
        var task = new Claimed(1, 1, "r-1", WEB, State.WAITING, nature, List.of(change()), Optional.empty());

        // When
        begin().consider(task, new WorkloadSight(world.world(), clock).look(WEB));

        // Then
        assertThat(String.join(", ", done)).startsWith(expected);
        assertThat(done).hasSize(expected.startsWith("begin") ? 3 : 1);
    }

    private void given(String which) {
        switch (which) {
            case "stamped with the same rotation" -> deployment = deployment.replace("STAMP", "r-1");
            case "stamped with another rotation" -> deployment = deployment.replace("STAMP", "r-0");
            case "stamped before it was begun anew" -> {
                deployment = deployment.replace("STAMP", "r-1/1");
                nature = new Nature(false, false, false, true, true, 2);
            }
            case "stamped since it was begun anew" -> {
                deployment = deployment.replace("STAMP", "r-1/2");
                nature = new Nature(false, false, false, true, true, 2);
            }
            case "whose pods are new" -> made = "2026-01-01T12:00:03Z";
            case "whose pods are as old as the Secret" -> made = "2026-01-01T12:00:02Z";
            case "that reloads" -> nature = new Nature(true, false, false, true, true, 0);
            case "that is being rolled out" -> deployment = deployment.replace("PODS", "2");
            case "whose controller has not looked" -> deployment = deployment.replace("GENERATION", "2");
            case "whose new pods are not there yet" ->
                deployment = deployment.replace("AVAILABLE", "0").replace("PROGRESS", "ReplicaSetUpdated");
            case "whose rollout was given up" ->
                deployment = deployment.replace("PODS", "2").replace("PROGRESS", "ProgressDeadlineExceeded");
            case "that became unavailable long after" -> deployment = deployment.replace("AVAILABLE", "0");
            case "that is paused" -> deployment = deployment.replace("PAUSED", "true");
            case "that is rolled out, to take back" -> {
                deployment = deployment.replace("PODS", "2");
                nature = new Nature(false, true, false, true, true, 0);
            }
            case "that would not start, to take back" -> nature = new Nature(false, true, false, true, true, 0);
            default -> {
                // The rest is in what is there.
            }
        }
        world.world().see(Scope.everywhere(Kinds.DEPLOYMENT));
        world.world().see(Scope.everywhere(Kinds.REPLICA_SET));
        world.with(
                "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}",
                "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default, namespace: shop}}",
                filled(deployment),
                REPLICA_SET,
                POD.replace("MADE", made));
        if (!which.startsWith("that would not start")) {
            world.with("{apiVersion: v1, kind: Secret, metadata: {name: key, namespace: shop}, data: {key: eA==}}");
        }
        if (which.equals("that is gone")) {
            world.remove(WEB);
        }
        if (which.equals("that cannot be seen")) {
            world.world().lose(Scope.everywhere(Kinds.POD), "the watch is broken");
        }
    }

    private static String filled(String deployment) {
        return deployment
                .replace("STAMP", "")
                .replace("GENERATION", "1")
                .replace("PODS", "1")
                .replace("AVAILABLE", "1")
                .replace("PAUSED", "false")
                .replace("PROGRESS", "NewReplicaSetAvailable");
    }

    @Test
    void whoLostTheClaimChangesNothing() {
        // Given
        given("that runs an older value");
        var task = new Claimed(2, 1, "r-1", WEB, State.RESTARTING, nature, List.of(change()), Optional.of(NOON));

        // When
        begin().restart(task);

        // Then
        assertThat(done).isEmpty();
    }

    private BeginRestart begin() {
        var judge = new Judge(world.world(), ImageView.UNCHECKED, Duration.ofDays(1));
        var observer = new RestartObserver() {
            @Override
            public void taken(String topic, Duration processing) {}

            @Override
            public void begun(Duration sinceChange) {
                assertThat(sinceChange).isZero();
            }

            @Override
            public void setAside() {
                throw new AssertionError();
            }
        };
        Deployments deployments = (deployment, rotation, allowed) -> {
            done.add("stamp");
            return new Stamped("stamped");
        };
        return new BeginRestart(
                new NotedClaims(),
                deployments,
                world.world(),
                ref -> Optional.of(judge.judge(world.referrer(ref), NOON)),
                clock,
                observer);
    }

    /** Writes down what is recorded; only the first task is this instance's. */
    private final class NotedClaims implements Claims {
        @Override
        public List<Claimed> claim(int most) {
            throw new AssertionError();
        }

        @Override
        public boolean begin(Claimed task) {
            if (task.id() == 1) {
                done.add("begin");
            }
            return task.id() == 1;
        }

        @Override
        public void watch(Claimed task, boolean stamped, String evidence) {
            done.add(stamped ? "watch stamped" : "watch");
        }

        @Override
        public void later(Claimed task, Duration pause, Awaited awaited) {
            done.add("later: " + awaited.what());
        }

        @Override
        public void end(Claimed task, Outcome outcome) {
            done.add(
                    switch (outcome) {
                        case Outcome.Verified _ -> "verified";
                        case Outcome.Failed(var reason) -> "failed: " + reason;
                        case Outcome.Dropped(var reason) -> "dropped: " + reason;
                    });
        }

        @Override
        public void giveUp() {
            throw new AssertionError();
        }
    }

    private static Change change() {
        return new Change(
                "r-1",
                SECRET,
                new TreeSet<>(List.of("key")),
                Optional.empty(),
                Optional.of("new"),
                Optional.empty(),
                NOON);
    }
}
