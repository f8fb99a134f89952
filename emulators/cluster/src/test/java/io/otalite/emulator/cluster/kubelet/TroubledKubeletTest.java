package io.otalite.emulator.cluster.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.emulator.cluster.PlayedCluster;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Refusal;
import io.otalite.emulator.cluster.reconcile.Conditions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kubelet needs fails, and then works again. */
@Timeout(60)
class TroubledKubeletTest {
    private static final ObjectKey POD = PlayedCluster.key(Kinds.POD, "p");
    private static final String HOOK = "lifecycle: {preStop: {exec: {command: [bye]}}}";

    private final List<String> minted = new ArrayList<>();
    private boolean isTokenRefused;
    private int tasksToLose;
    private @Nullable FailingRuntime runtime;
    private final PlayedCluster cluster = new PlayedCluster(this::troubled);

    private NodePorts troubled(NodePorts ports) {
        runtime = new FailingRuntime(ports.runtime());
        return new NodePorts(runtime, ports.network(), (_, account, _, _, _) -> mint(account), this::execute);
    }

    private String mint(String account) {
        minted.add(account);
        if (isTokenRefused) {
            throw Refusal.badRequest("no tokens today");
        }
        return "token " + minted.size();
    }

    private void execute(Runnable task) {
        if (tasksToLose-- <= 0) {
            task.run();
        }
    }

    @Test
    void aVolumeThatCouldNotBeWrittenIsWrittenLater() {
        // Given
        var secret = cluster.apply("{apiVersion: v1, kind: Secret, metadata: {name: x}, data: {k: b2xk}}");
        cluster.apply(pod("", "volumes: [{name: v, secret: {secretName: x}}]"));
        runtime.failingUpdates = 1;

        // When
        cluster.change(secret, object -> {
            object.withObjectProperty("data").put("k", "bmV3");
            return object;
        });
        cluster.pass(1);

        // Then
        assertThat(file("k")).isEqualTo("new");
    }

    @Test
    void aTokenThatIsRefusedIsAskedForAgainAfterAWhileOnly() {
        // Given
        cluster.apply(pod("", """
            volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: token, expirationSeconds: 600}}]}}]\
            """));
        isTokenRefused = true;

        // When
        cluster.pass(480 + 35);

        // Then: the first, and those after 480, 490, 500 and 510 seconds
        assertThat(minted).hasSize(5);
        assertThat(file("token")).isEqualTo("token 1");

        isTokenRefused = false;
        cluster.pass(5);
        assertThat(file("token")).isEqualTo("token 6");
    }

    @Test
    void aHookForWhichNoTimeIsLeftIsPassedOver() {
        // Given
        cluster.apply(pod("emulator.ota-lite.io/ignore-sigterm: 'true'", """
            initContainers:
            - {name: side, image: app, restartPolicy: Always, lifecycle: {preStop: {exec: {command: [bye]}}}}\
            """));
        cluster.pass(1);

        // When
        cluster.delete(POD);
        cluster.pass(30 + 2);

        // Then: the grace period, which the other container took, and the least that is left for this one
        assertThat(cluster.pods()).isEmpty();
    }

    @Test
    void aHookThatDoesNotEndHasTheGracePeriodAndNoMore() {
        // Given
        cluster.apply(pod("", "").replace("image: app", "image: app, " + HOOK));
        tasksToLose = 1;

        // When
        cluster.delete(POD);
        cluster.pass(29);

        // Then
        assertThat(cluster.pods()).hasSize(1);

        cluster.pass(1);
        assertThat(cluster.pods()).isEmpty();
    }

    @Test
    void aHookThatBreaksIsAHookThatHasFailed() {
        // Given
        cluster.apply(pod("", "").replace("image: app", "image: app, " + HOOK));
        runtime.failingProbes = 1;

        // When
        cluster.delete(POD);

        // Then
        cluster.pass(1);
        assertThat(cluster.pods()).isEmpty();
        assertThat(cluster.events()).anyMatch(event -> event.startsWith("FailedPreStopHook: PreStopHook failed"));
    }

    @Test
    void aRemovalThatFailsIsTriedAgain() {
        // Given
        cluster.apply(pod("", ""));
        var main = cluster.ref(cluster.pod(), "main");
        runtime.failingRemovals = 2;

        // When
        cluster.delete(POD);
        cluster.pass(5);

        // Then
        assertThat(cluster.pods()).hasSize(1);

        cluster.pass(30);
        assertThat(cluster.pods()).isEmpty();
        assertThat(cluster.runtime.state(main)).isEmpty();
    }

    @Test
    void aProbeThatBreaksIsAskedAgain() {
        // Given
        runtime.failingProbes = 1;

        // When
        cluster.apply(pod("", "")
                .replace("image: app", "image: app, readinessProbe: {tcpSocket: {port: 1}, periodSeconds: 1}"));
        cluster.pass(2);

        // Then
        assertThat(Conditions.isTrue(cluster.status(POD), "Ready")).isTrue();
        assertThat(cluster.events()).anyMatch(event -> event.startsWith("Unhealthy: Readiness probe failed"));
    }

    private static String pod(String annotation, String rest) {
        return """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, annotations: {%s}}
            spec:
              containers: [{name: main, image: app}]
              %s
            """.formatted(annotation, rest.replace("\n", "\n  "));
    }

    private String file(String name) {
        var content = cluster.runtime
                .volume(cluster.ref(cluster.pod(), "main").pod(), "v")
                .orElseThrow()
                .files()
                .get(name)
                .content();
        return new String(content, StandardCharsets.UTF_8);
    }
}
