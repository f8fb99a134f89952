package io.otalite.local.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

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

    /** Sets an annotation of a Secret, if there is the Secret and not yet the annotation. */
    public void annotateIfAbsent(String name, String annotation, String value) {
        var resource = client.secrets().inNamespace(namespace).withName(name);
        var secret = resource.get();
        if (secret == null) {
            return;
        }
        var annotations =
                Optional.ofNullable(secret.getMetadata().getAnnotations()).orElse(Map.of());
        if (!annotations.containsKey(annotation)) {
            var patch = JsonNodeFactory.instance.objectNode();
            patch.putObject("metadata").putObject("annotations").put(annotation, value);
            var unused = resource.patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
        }
    }

    /** Adds an entry to a Secret, if there is the Secret and not yet the entry. */
    public void addIfAbsent(String name, String key, String value) {
        var resource = client.secrets().inNamespace(namespace).withName(name);
        var secret = resource.get();
        if (secret != null
                && !Optional.ofNullable(secret.getData()).orElse(Map.of()).containsKey(key)) {
            var patch = JsonNodeFactory.instance.objectNode();
            patch.putObject("stringData").put(key, value);
            var unused = resource.patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
        }
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
