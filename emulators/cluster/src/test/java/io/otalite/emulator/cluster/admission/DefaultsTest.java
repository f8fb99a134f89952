package io.otalite.emulator.cluster.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DefaultsTest {

    @ParameterizedTest
    @MethodSource("kinds")
    void doingItAgainChangesNothing(Kind kind) {
        // Given
        var once = Yaml.object(
                "spec: {type: NodePort, ports: [{port: 1}], egress: [{ports: [{port: 1}]}],"
                        + " template: {spec: {containers: [{name: a, image: b}], volumes: [{name: v}]}}, containers: [{name: a}]}");
        Defaults.complete(kind, once);
        var twice = once.deepCopy();

        // When
        Defaults.complete(kind, twice);

        // Then
        assertThat(twice).isEqualTo(once);
    }

    static Stream<Kind> kinds() {
        return Kinds.all().stream();
    }

    /** The defaults of a spec in which nothing is said. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            apps/v1  | ReplicaSet  | {replicas: 1}
            apps/v1  | StatefulSet | {replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: OrderedReady, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0}}, persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Retain}}
            apps/v1  | DaemonSet   | {revisionHistoryLimit: 10, updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1, maxSurge: 0}}}
            batch/v1 | Job         | {completions: 1, parallelism: 1, backoffLimit: 6, completionMode: NonIndexed, suspend: false, manualSelector: false, podReplacementPolicy: TerminatingOrFailed}
            batch/v1 | CronJob     | {concurrencyPolicy: Allow, suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1}
            v1       | PersistentVolumeClaim | {volumeMode: Filesystem}
            networking.k8s.io/v1 | NetworkPolicy | {policyTypes: [Ingress]}
            """)
    void aSpecHasItsDefaults(String apiVersion, String kind, String spec) {
        // Given
        var object = Yaml.object("spec: {}");

        // When
        Defaults.complete(Kinds.of(apiVersion, kind).orElseThrow(), object);

        // Then
        assertThat(object.path("spec")).isEqualTo(Yaml.node(spec));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "1000m, 1",
        "0.5, 500m",
        "1.5, 1500m",
        "1, 1",
        "1000, 1k",
        "0, 0",
        "1024Mi, 1Gi",
        "1.5Gi, 1536Mi",
        "512Mi, 512Mi",
        "128974848, 128974848",
        "1e3, 1e3",
        "100u, 100u",
        "-1, -1",
        "much, much",
    })
    void aQuantityHasOneForm(String said, String canonical) {
        // When
        var form = Quantities.canonical(said);

        // Then
        assertThat(form).isEqualTo(canonical);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "web, Always",
        "web:latest, Always",
        "web:1, IfNotPresent",
        "registry:5000/web, Always",
        "registry:5000/web:1, IfNotPresent",
        "web@sha256:0, IfNotPresent"
    })
    void anImageThatMayMoveIsPulledAlways(String image, String policy) {
        // Given
        var pod = Yaml.object("spec: {containers: [{name: a, image: '" + image + "'}]}");

        // When
        Defaults.complete(Kinds.POD, pod);

        // Then
        assertThat(pod.path("spec")
                        .path("containers")
                        .path(0)
                        .path("imagePullPolicy")
                        .asText())
                .isEqualTo(policy);
    }
}
