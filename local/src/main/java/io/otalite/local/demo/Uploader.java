package io.otalite.local.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.local.cluster.Workloads;
import io.otalite.manifests.Manifest;
import io.otalite.manifests.Manifests;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workload of somebody else's that has a copy of the archive's key, and a token in another Secret. It is ready as soon as it runs, and
 * a second later it dies unless its key is the one that it knows.
 */
final class Uploader {
    static final String NAME = "uploader";
    static final String TOKEN = "upload-token";
    static final String RENAMED = "upload-token-2024-10-09";
    private static final String KEY = "archive-key";

    private final Workloads cluster;
    private final String manifest;

    /** @param keyId of the only key that it works with */
    Uploader(Workloads cluster, String keyId) {
        this.cluster = cluster;
        this.manifest = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: uploader, namespace: ota-demo}
                spec:
                  replicas: 1
                  strategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}
                  selector: {matchLabels: {app: uploader}}
                  template:
                    metadata: {labels: {app: uploader}}
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                        - name: main
                          image: busybox
                          args: ["-c", "sleep 1; grep -q %s /etc/google/key.json || exit 1; sleep 100000"]
                          env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: upload-token, key: token}}}]
                          volumeMounts: [{name: google, mountPath: /etc/google}]
                      volumes: [{name: google, secret: {secretName: archive-key}}]
                """.formatted(keyId);
    }

    /** The Deployment, as YAML. */
    String manifest() {
        return manifest;
    }

    /** Makes it with its Secrets, and waits until it is ready. */
    void start(byte[] keyFile) throws InterruptedException {
        var secrets = cluster.secrets(DemoNamespace.NAME);
        secrets.replace(KEY, Map.of(ArchiveKey.ENTRY, new String(keyFile, StandardCharsets.UTF_8)));
        secrets.replace(TOKEN, Map.of("token", "only for the demo"));
        cluster.apply(objects());
        awaitReady();
    }

    private List<ObjectNode> objects() {
        var in = new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8));
        return Manifests.read(in, NAME).stream().map(Manifest::object).toList();
    }

    void awaitReady() throws InterruptedException {
        Wait.until(
                NAME + " to be ready",
                () -> Optional.of(isReady()).filter(ready -> ready),
                () -> "%d pods that are ready".formatted(readyPods()));
    }

    /** Whether what runs is ready, however it would start. */
    boolean isReady() {
        return readyPods() == 1;
    }

    private int readyPods() {
        var deployment = client().apps()
                .deployments()
                .inNamespace(DemoNamespace.NAME)
                .withName(NAME)
                .require();
        return Optional.ofNullable(deployment.getStatus())
                .map(status -> status.getReadyReplicas())
                .orElse(0);
    }

    /** What the API server says to a deletion of the Secret with the token, which it does not carry out; empty when it has nothing against it. */
    Optional<String> objection() {
        try {
            var unused = client().secrets()
                    .inNamespace(DemoNamespace.NAME)
                    .withName(TOKEN)
                    .dryRun()
                    .delete();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return Optional.of(
                    e.getStatus() == null
                            ? String.valueOf(e.getMessage())
                            : e.getStatus().getMessage());
        }
    }

    /** Gives the Secret with the token another name, as far as Kubernetes knows how: a copy, and the first one is deleted. */
    void rename() {
        copyToken(TOKEN, RENAMED);
        cluster.secrets(DemoNamespace.NAME).delete(TOKEN);
    }

    /** Puts it back under its own name, and leaves the other one. */
    void copyBack() {
        copyToken(RENAMED, TOKEN);
    }

    private void copyToken(String from, String to) {
        var secrets = client().secrets().inNamespace(DemoNamespace.NAME);
        var present = secrets.withName(from).require();
        var copy = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(DemoNamespace.NAME)
                .withName(to)
                .endMetadata()
                .withType(present.getType())
                .withData(present.getData())
                .build();
        secrets.resource(copy).create();
    }

    private KubernetesClient client() {
        return cluster.client();
    }
}
