package io.otalite.system;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** A copy of the archive's key, and a Deployment that dies a second after its start when it finds another one. */
record Fragile(Shop shop) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CRASHED = "CrashLoopBackOff";
    private static final String NAME = "fragile";
    private static final String SECRET = "google";

    /** @param file the key file that is copied @param keyId of the key that it goes on with */
    static Fragile deploy(Shop shop, String file, String keyId) {
        var fragile = new Fragile(shop);
        fragile.copy(file);
        shop.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: fragile, namespace: shop}
                spec:
                  replicas: 1
                  strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
                  selector: {matchLabels: {app: fragile}}
                  template:
                    metadata: {labels: {app: fragile}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: main
                          image: busybox
                          args: ["-c", "sleep 1; grep -q %s /etc/google/key.json || exit 1; sleep 100000"]
                          volumeMounts: [{name: google, mountPath: /etc/google}]
                      volumes: [{name: google, secret: {secretName: google}}]
                """.formatted(keyId));
        await().atMost(PATIENCE).until(() -> fragile.pods().stream().anyMatch(Fragile::isReady));
        return fragile;
    }

    void copy(String file) {
        shop.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: google, namespace: shop}
                data: {key.json: %s}
                """.formatted(Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8))));
    }

    void restart() {
        shop.client()
                .apps()
                .deployments()
                .inNamespace(Shop.NAMESPACE)
                .withName(NAME)
                .rolling()
                .restart();
    }

    List<Pod> pods() {
        return shop.client()
                .pods()
                .inNamespace(Shop.NAMESPACE)
                .withLabel("app", NAME)
                .list()
                .getItems();
    }

    void remove() {
        shop.client()
                .apps()
                .deployments()
                .inNamespace(Shop.NAMESPACE)
                .withName(NAME)
                .delete();
        shop.deleteSecret(SECRET);
        await().atMost(PATIENCE).until(() -> pods().isEmpty());
    }

    static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && condition.getStatus().equals("True"));
    }

    static boolean isRestarted(Pod pod) {
        return pod.getMetadata().getAnnotations() != null
                && pod.getMetadata().getAnnotations().containsKey("kubectl.kubernetes.io/restartedAt");
    }

    static boolean isCrashing(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getRestartCount() > 0
                        || status.getState().getWaiting() != null
                                && CRASHED.equals(status.getState().getWaiting().getReason()));
    }
}
