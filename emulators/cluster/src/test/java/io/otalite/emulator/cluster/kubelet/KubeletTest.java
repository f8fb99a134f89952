package io.otalite.emulator.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.reconcile.Conditions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KubeletTest {
    private static final ObjectKey POD = PlayedCluster.key(Kinds.POD, "p");

    private final PlayedCluster cluster = new PlayedCluster();

    @Test
    void restartsBackOffUpToFiveMinutes() {
        // Given
        var start = cluster.clock.instant();

        // When
        cluster.apply(pod("crash-after: 0s", ""));
        var starts = new ArrayList<Long>();
        for (var run = 1; run <= 9; run++) {
            passUntilRestart(run);
            starts.add(Duration.between(start, cluster.clock.instant()).toSeconds());
        }

        // Then: at once, then after 10, 20, 40, 80, 160, 300, 300, 300 seconds
        assertThat(starts).containsExactly(0L, 10L, 30L, 70L, 150L, 310L, 610L, 910L, 1210L);
        assertThat(PlayedCluster.container(pod())
                        .path("state")
                        .path("waiting")
                        .path("message")
                        .asText())
                .startsWith("back-off 5m0s restarting failed container=main pod=p_shop(");
    }

    private void passUntilRestart(int count) {
        for (var i = 0; i < 400 && restarts() < count; i++) {
            cluster.pass(1);
        }
        assertThat(restarts()).isEqualTo(count);
    }

    @Test
    void aContainerThatRanTenMinutesStartsWithTheFirstBackoffAgain() {
        // Given
        cluster.apply(pod("crash-after: 601s", ""));

        // When
        cluster.pass(601 + 1);
        var first = restarts();
        cluster.pass(601);

        // Then
        assertThat(first).isEqualTo(1);
        assertThat(restarts()).isEqualTo(2);
    }

    @Test
    void aCrashMayBeShownAsTerminatedWithARisingCount() {
        // When
        cluster.apply(pod("crash-shown-as: terminated, emulator.ota-lite.io/crash-after: 0s", ""));
        cluster.pass(15);

        // Then
        var container = PlayedCluster.container(pod());
        assertThat(container.path("state").path("terminated").path("reason").asText())
                .isEqualTo("Error");
        assertThat(container.path("restartCount").asInt()).isEqualTo(2);
        assertThat(container
                        .path("lastState")
                        .path("terminated")
                        .path("exitCode")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void anEndBy137IsShownAsOutOfMemory() {
        // When
        cluster.apply(pod("crash-after: 1s, emulator.ota-lite.io/exit-code: '137'", ""));
        cluster.pass(5);

        // Then
        var last = PlayedCluster.container(pod()).path("lastState").path("terminated");
        assertThat(last.path("reason").asText()).isEqualTo("OOMKilled");
        assertThat(last.path("exitCode").asInt()).isEqualTo(137);
    }

    @Test
    void aContainerWithoutItsVariableExitsAtOnceAndSaysSo() throws Exception {
        // When
        cluster.apply(pod("require-env: TOKEN", ""));
        cluster.pass(1);

        // Then
        assertThat(PlayedCluster.shown(pod())).isEqualTo("CrashLoopBackOff");
        assertThat(log(false)).isEqualTo("TOKEN is not set\n");
        assertThat(log(true)).isEqualTo("TOKEN is not set\n");
    }

    @Test
    void aPodThatIgnoresSigtermIsKilledAfterItsGracePeriod() {
        // Given
        cluster.apply(pod("ignore-sigterm: 'true'", ""));

        // When
        cluster.delete(POD);
        cluster.pass(29);

        // Then
        assertThat(cluster.pods()).hasSize(1);
        assertThat(cluster.events()).contains("Killing: Stopping container main");

        cluster.pass(1);
        assertThat(cluster.pods()).isEmpty();
    }

    @Test
    void aPreStopSleepDelaysSigterm() {
        // Given
        cluster.apply(pod("log: x", "lifecycle: {preStop: {sleep: {seconds: 5}}}"));

        // When
        cluster.delete(POD);
        cluster.pass(4);

        // Then
        assertThat(PlayedCluster.container(pod()).path("state").has("running")).isTrue();

        cluster.pass(1);
        assertThat(cluster.pods()).isEmpty();
    }

    @Test
    void aPodThatIsRemovedByForceIsGoneAtOnceAndItsSuccessorIsAnother() {
        // Given
        cluster.apply(pod("ignore-sigterm: 'true'", ""));
        var old = cluster.ref(pod(), "main");

        // When
        cluster.objects.remove(POD);
        cluster.apply(pod("log: x", ""));

        // Then
        assertThat(cluster.runtime.state(old)).isEmpty();
        assertThat(cluster.runtime.state(cluster.ref(pod(), "main"))).isPresent();
    }

    @Test
    void aPodThatIsNotToBeRestartedEnds() {
        // Given
        cluster.apply(pod("exit-after: 5s", "").replace("spec:", "spec:\n  restartPolicy: Never"));

        // When
        cluster.pass(6);

        // Then
        assertThat(pod().path("status").path("phase").asText()).isEqualTo("Succeeded");
        assertThat(Conditions.find(pod().path("status"), "Ready").path("reason").asText())
                .isEqualTo("PodCompleted");
    }

    @Test
    void initContainersRunInOrderAndSidecarsStay() {
        // Given
        cluster.apply("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: p
              annotations: {emulator.ota-lite.io/first.exit-after: 3s, emulator.ota-lite.io/last.exit-after: 3s}
            spec:
              initContainers:
                - {name: first, image: app}
                - {name: side, image: app, restartPolicy: Always, startupProbe: {tcpSocket: {port: 1}}}
                - {name: last, image: app}
              containers: [{name: main, image: app}]
            """);

        // When
        var shown = new ArrayList<String>();
        for (var second = 0; second < 8; second++) {
            shown.add(running());
            cluster.pass(1);
        }

        // Then
        assertThat(shown.stream().distinct()).containsExactly("first", "side last", "side main");
        assertThat(isReady()).isTrue();

        cluster.delete(POD);
        cluster.pass(1);
        assertThat(cluster.pods()).isEmpty();
    }

    private String running() {
        var names = new ArrayList<String>();
        for (var list : List.of("initContainerStatuses", "containerStatuses")) {
            for (var container : pod().path("status").path(list)) {
                if (container.path("state").has("running")) {
                    names.add(container.path("name").asText());
                }
            }
        }
        return String.join(" ", names);
    }

    @Test
    void aFailedInitContainerEndsAPodThatIsNotToBeRestarted() {
        // When
        cluster.apply("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p, annotations: {emulator.ota-lite.io/first.crash-after: 1s}}
            spec:
              restartPolicy: Never
              initContainers: [{name: first, image: app}]
              containers: [{name: main, image: app}]
            """);
        cluster.pass(2);

        // Then
        assertThat(pod().path("status").path("phase").asText()).isEqualTo("Failed");
        assertThat(PlayedCluster.shown(pod())).isEqualTo("Init:Error");
    }

    @Test
    void theEnvironmentIsResolved() {
        // Given
        cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: one, b: two}}");

        // When
        cluster.apply(pod("log: x", """
            envFrom: [{prefix: C_, configMapRef: {name: c}}]
                env:
                  - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                  - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                  - {name: LIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                  - {name: ALL, value: "$(NAME)-$(C_a)-$$(NAME)-$(UNKNOWN)"}
                args: ["--name=$(NAME)"]
                resources: {limits: {memory: 1Gi}}\
            """));

        // Then
        var spec = cluster.runtime.spec(cluster.ref(pod(), "main")).orElseThrow();
        assertThat(spec.environment())
                .containsEntry("C_b", "two")
                .containsEntry("NAME", "p")
                .containsEntry("IP", pod().path("status").path("podIP").asText())
                .containsEntry("LIMIT", "1024")
                .containsEntry("ALL", "p-one-$(NAME)-$(UNKNOWN)");
        assertThat(spec.args()).containsExactly("--name=p");
        assertThat(spec.memoryLimitBytes()).hasValue(1L << 30);
    }

    @Test
    void aLimitMayHaveAnyUnit() {
        // When
        cluster.apply(pod("log: x", """
            env: [{name: LIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Ti}}}]
                resources: {limits: {memory: 1Pi}}\
            """));

        // Then
        var spec = cluster.runtime.spec(cluster.ref(pod(), "main")).orElseThrow();
        assertThat(spec.environment()).containsEntry("LIMIT", "1024");
        assertThat(spec.memoryLimitBytes()).hasValue(1L << 50);
    }

    @Test
    void aProjectedVolumeHasTheTokenTheCertificateAndTheNamespace() {
        // When
        cluster.apply("""
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec:
              serviceAccountName: robot
              containers: [{name: main, image: app}]
              volumes:
                - name: v
                  projected:
                    sources:
                      - serviceAccountToken: {path: token, expirationSeconds: 3607}
                      - configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}
                      - downwardAPI: {items: [{path: namespace, fieldRef: {fieldPath: metadata.namespace}}]}
            """);

        // Then
        var files = cluster.runtime
                .volume(cluster.ref(pod(), "main").pod(), "v")
                .orElseThrow()
                .files();
        assertThat(files.get("token").content()).asString().isEqualTo("token of robot");
        assertThat(files.get("ca.crt").content()).asString().isEqualTo("PEM");
        assertThat(files.get("namespace").content()).asString().isEqualTo("shop");
    }

    @Test
    void aCordonedNodeTakesNoPodUntilItIsFree() {
        // Given
        var node = ObjectKey.inCluster(Kinds.NODE, "local");
        cluster.change(node, object -> object.set("spec", PlayedCluster.yaml("{unschedulable: true}")));

        // When
        cluster.apply(pod("log: x", ""));

        // Then
        assertThat(Conditions.find(pod().path("status"), "PodScheduled")
                        .path("reason")
                        .asText())
                .isEqualTo("Unschedulable");

        cluster.change(node, object -> object.set("spec", PlayedCluster.yaml("{}")));
        assertThat(PlayedCluster.shown(pod())).isEqualTo("Running");
    }

    @Test
    void aKubeletThatIsStartedAnewBeginsTheNextRun() {
        // Given
        cluster.apply(pod("crash-after: 3s, emulator.ota-lite.io/crash-times: '1'", ""));
        cluster.pass(10);

        // When
        var successor = new PlayedCluster(cluster);
        successor.pass(1);

        // Then
        assertThat(PlayedCluster.container(successor.pod()).path("state").has("running"))
                .isTrue();
        assertThat(PlayedCluster.container(successor.pod()).path("restartCount").asInt())
                .isEqualTo(2);
    }

    private static String pod(String annotation, String container) {
        return """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, annotations: {emulator.ota-lite.io/%s}}
            spec:
              containers:
              - name: main
                image: app
                %s
            """.formatted(annotation, container);
    }

    private JsonNode pod() {
        return cluster.get(POD);
    }

    private int restarts() {
        return PlayedCluster.container(pod()).path("restartCount").asInt();
    }

    private boolean isReady() {
        return Conditions.isTrue(pod().path("status"), "Ready");
    }

    private String log(boolean previous) throws IOException, InterruptedException {
        var out = new ByteArrayOutputStream();
        var wanted = new PodLogs.Wanted(
                previous, false, false, OptionalInt.empty(), Optional.<Instant>empty(), OptionalLong.empty());
        cluster.runtime.logs().copy(cluster.ref(pod(), "main"), wanted, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
