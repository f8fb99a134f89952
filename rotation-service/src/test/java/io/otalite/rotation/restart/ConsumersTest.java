package io.otalite.rotation.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.rotation.MutableClock;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.TestWorld;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumersTest {
    private static final ObjectRef SECRET = new ObjectRef(Kinds.SECRET, "shop", "key");

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %s, namespace: shop, annotations: {%s}}
            spec:
              replicas: %d
              selector: {matchLabels: {app: web}}
              template: {spec: %s}
            """;

    private static final String MOUNTS =
            "{containers: [{name: main}], volumes: [{name: v, secret: {secretName: key}}]}";

    private final TestWorld world = new TestWorld(new MutableClock(Instant.parse("2026-01-01T12:00:00Z")))
            .with("{apiVersion: v1, kind: Secret, metadata: {name: key, namespace: shop}, data: {a: YQ==, b: Yg==}}");

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        the entry as a variable      | {containers: [{name: m, env: [{name: X, valueFrom: {secretKeyRef: {name: key, key: a}}}]}]}              | true
        another entry                | {containers: [{name: m, env: [{name: X, valueFrom: {secretKeyRef: {name: key, key: b}}}]}]}              | false
        an entry of another Secret   | {containers: [{name: m, env: [{name: X, valueFrom: {secretKeyRef: {name: old, key: a}}}]}]}              | false
        all entries as variables     | {containers: [{name: m, envFrom: [{secretRef: {name: key}}]}]}                                           | true
        all entries as files         | {containers: [{name: m}], volumes: [{name: v, secret: {secretName: key}}]}                               | true
        the entry as a file          | {containers: [{name: m}], volumes: [{name: v, secret: {secretName: key, items: [{key: a, path: x}]}}]}   | true
        another entry as a file      | {containers: [{name: m}], volumes: [{name: v, secret: {secretName: key, items: [{key: b, path: x}]}}]}   | false
        a projected entry            | {containers: [{name: m}], volumes: [{name: v, projected: {sources: [{secret: {name: key}}]}}]}           | true
        an init container            | {initContainers: [{name: i, envFrom: [{secretRef: {name: key}}]}], containers: [{name: m}]}              | true
        although it is optional      | {containers: [{name: m, envFrom: [{secretRef: {name: key, optional: true}}]}]}                           | true
        a pull secret                | {containers: [{name: m}], imagePullSecrets: [{name: key}]}                                               | false
        """)
    void aDeploymentUsesIt(String how, String spec, boolean uses) {
        // Given
        world.with(DEPLOYMENT.formatted("web", "", 1, spec));

        // When
        var consumers = Consumers.of(world.world(), SECRET, Set.of("a"));

        // Then
        assertThat(consumers).hasSize(uses ? 1 : 0);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        a Deployment        | {apiVersion: apps/v1, kind: Deployment, metadata: {name: x, namespace: shop}, spec: {template: {spec: SPEC}}}                                          | RESTART
        one that reloads    | {apiVersion: apps/v1, kind: Deployment, metadata: {name: x, namespace: shop, annotations: {rotation.ota-lite.io/reload: hot}}, spec: {template: {spec: SPEC}}} | RELOADS
        a StatefulSet       | {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: x, namespace: shop}, spec: {template: {spec: SPEC}}}                                         | REFUSED
        a DaemonSet         | {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: x, namespace: shop}, spec: {template: {spec: SPEC}}}                                           | REFUSED
        a CronJob           | {apiVersion: batch/v1, kind: CronJob, metadata: {name: x, namespace: shop}, spec: {jobTemplate: {spec: {template: {spec: SPEC}}}}}                      | REFUSED
        a Job               | {apiVersion: batch/v1, kind: Job, metadata: {name: x, namespace: shop}, spec: {template: {spec: SPEC}}}                                                | REFUSED
        a Job that ended    | {apiVersion: batch/v1, kind: Job, metadata: {name: x, namespace: shop}, spec: {template: {spec: SPEC}}, status: {conditions: [{type: Complete, status: "True"}]}} |
        a Pod by itself     | {apiVersion: v1, kind: Pod, metadata: {name: x, namespace: shop}, spec: SPEC}                                                                           | REFUSED
        a revision          | {apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: x, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: w, uid: u, controller: true}]}, spec: {template: {spec: SPEC}}} |
        a Rollout of Argo   | {apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: x, namespace: shop}, spec: {template: {spec: SPEC}}}                                | REFUSED
        an Ingress          | {apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: x, namespace: shop}, spec: {tls: [{secretName: key}]}}                               |
        a Role              | {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: x, namespace: shop}, rules: [{apiGroups: [""], resources: [secrets], resourceNames: [key], verbs: [get]}]} |
        one that is deleted | {apiVersion: apps/v1, kind: Deployment, metadata: {name: x, namespace: shop, deletionTimestamp: "2026-01-01T12:00:00Z"}, spec: {template: {spec: SPEC}}} |
        """)
    void whatIsDoneDependsOnTheKind(String what, String manifest, String mode) {
        // Given
        world.with(manifest.replace("SPEC", MOUNTS));

        // When
        var consumers = Consumers.of(world.world(), SECRET, Set.of("a"));

        // Then
        if (mode == null) {
            assertThat(consumers).isEmpty();
        } else {
            assertThat(consumers).singleElement().satisfies(consumer -> {
                assertThat(consumer.mode()).hasToString(mode);
                assertThat(consumer.refusal().isPresent()).isEqualTo(mode.equals("REFUSED"));
                consumer.refusal().ifPresent(reason -> assertThat(reason).contains("shop/x"));
            });
        }
    }

    @Test
    void whoIsMissedLeastComesFirstAndThisServiceLast() {
        // Given
        var critical = "rotation.ota-lite.io/critical: \"true\"";
        world.with(
                DEPLOYMENT.formatted("own", "", 1, MOUNTS),
                DEPLOYMENT.formatted("pay", critical, 1, MOUNTS),
                DEPLOYMENT.formatted("big", "", 5, MOUNTS),
                DEPLOYMENT.formatted("two", "", 2, MOUNTS),
                DEPLOYMENT.formatted("one", "", 2, MOUNTS));
        var order = new RestartOrder(world.world(), Optional.of(new ObjectRef(Kinds.DEPLOYMENT, "shop", "own")));

        // When
        var planned = order.of(Consumers.of(world.world(), SECRET, Set.of("a")));

        // Then
        assertThat(planned)
                .extracting(task -> task.consumer().workload().name())
                .containsExactly("one", "two", "big", "pay", "own");
    }
}
