package io.otalite.system;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.events.ObjectName;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A namespace of somebody else's, whose workloads need Secrets and never run: what has no pods is judged as well. */
record Shop(KubernetesClient client) {
    static final String NAMESPACE = "shop";

    static Shop open(KubernetesClient client) {
        var shop = new Shop(client);
        shop.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s}
                """.formatted(NAMESPACE));
        return shop;
    }

    static ObjectName deployment(String name) {
        return new ObjectName(NAMESPACE, "Deployment", name);
    }

    /** Makes the object, or makes it as it stands here. */
    void apply(String yaml) {
        items(yaml).forEach(item -> client.resource(item).forceConflicts().serverSideApply());
    }

    /** Sets the status, as the controller of the object does. */
    void applyStatus(String yaml) {
        items(yaml).forEach(item -> client.resource(item).updateStatus());
    }

    /** A Secret with one entry; another entry that it had is gone. */
    void secret(String name, String key) {
        secret(name, key, false);
    }

    void immutableSecret(String name, String key) {
        secret(name, key, true);
    }

    private void secret(String name, String key, boolean immutable) {
        apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: %s}
                immutable: %s
                data: {%s: c2VjcmV0}
                """.formatted(name, NAMESPACE, immutable, key));
    }

    void deleteSecret(String name) {
        client.secrets().inNamespace(NAMESPACE).withName(name).delete();
    }

    /** A Deployment that needs one entry of a Secret for a variable. */
    ObjectName needing(String name, String secret, String key) {
        apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      containers:
                        - name: main
                          image: busybox
                          env:
                            - name: PASSWORD
                              valueFrom: {secretKeyRef: {name: %3$s, key: %4$s}}
                """.formatted(name, NAMESPACE, secret, key));
        return deployment(name);
    }

    /** A Deployment that needs nothing but an image. */
    ObjectName running(String name, String image) {
        apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: main, image: "%3$s"}]}
                """.formatted(name, NAMESPACE, image));
        return deployment(name);
    }

    /** How many revisions of a Deployment are kept. */
    int revisions(ObjectName deployment) {
        return client.apps()
                .replicaSets()
                .inNamespace(NAMESPACE)
                .withLabel("app", deployment.name())
                .list()
                .getItems()
                .size();
    }

    private List<HasMetadata> items(String yaml) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items();
    }
}
