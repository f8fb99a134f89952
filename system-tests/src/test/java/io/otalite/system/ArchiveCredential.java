package io.otalite.system;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.local.cluster.Workloads;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The Secret with the key of the archive. */
record ArchiveCredential(KubernetesClient client) {
    private static final String NAME = "archive-credential";
    private static final String ENTRY = "key.json";

    Map<String, String> content() {
        return secret().getData();
    }

    /** The key file, JSON. */
    String file() {
        return new String(Base64.getDecoder().decode(content().get(ENTRY)), StandardCharsets.UTF_8);
    }

    boolean holds(String keyId) {
        return file().contains(keyId);
    }

    /** Writes a key file over whatever is there. */
    void write(String file) {
        replace(Map.of(ENTRY, Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8))));
    }

    /** Writes this over whatever is there. */
    void replace(Map<String, String> content) {
        client.secrets().inNamespace(Workloads.NAMESPACE).withName(NAME).edit(secret -> {
            secret.setData(content);
            secret.getMetadata().setResourceVersion(null);
            return secret;
        });
    }

    private Secret secret() {
        return client.secrets().inNamespace(Workloads.NAMESPACE).withName(NAME).require();
    }
}
