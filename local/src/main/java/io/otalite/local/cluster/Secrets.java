package io.otalite.local.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Base64;
import java.util.Map;

/** The Secrets of one namespace. */
public final class Secrets {
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final String namespace;

    Secrets(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /** Makes a Secret unless there is one: what is in it may have been rotated since. */
    public void createIfAbsent(String name, Map<String, String> data) {
        try {
            client.resource(secret(name, data)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != CONFLICT) {
                throw e;
            }
        }
    }

    /** Replaces what is in a Secret. */
    public void replace(String name, Map<String, String> data) {
        client.resource(secret(name, data)).serverSideApply();
    }

    /** The bytes under a key of a Secret. */
    public byte[] read(String name, String key) {
        return Base64.getDecoder()
                .decode(client.secrets()
                        .inNamespace(namespace)
                        .withName(name)
                        .require()
                        .getData()
                        .get(key));
    }

    public void delete(String name) {
        client.secrets().inNamespace(namespace).withName(name).delete();
    }

    private Secret secret(String name, Map<String, String> data) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withType("Opaque")
                .withStringData(data)
                .build();
    }
}
