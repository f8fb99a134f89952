package io.otalite.rotation.credentials.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.SecretContents;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Secrets of the API server. */
public final class ClusterSecrets implements SecretContents {
    private final KubernetesClient client;

    public ClusterSecrets(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<Map<String, Bytes>> read(ObjectRef secret) {
        try {
            return Optional.ofNullable(client.secrets()
                            .inNamespace(secret.namespace())
                            .withName(secret.name())
                            .get())
                    .map(ClusterSecrets::entries);
        } catch (KubernetesClientException failure) {
            // The client's message quotes the answer, which may quote the object.
            if (failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                throw new IssuerRefusedException("There is no permission to read %s".formatted(secret));
            }
            throw new IssuerUnavailableException("%s cannot be read: %s"
                    .formatted(
                            secret,
                            failure.getCode() <= 0 ? "the cluster cannot be reached" : "HTTP " + failure.getCode()));
        }
    }

    private static Map<String, Bytes> entries(Secret secret) {
        return Optional.ofNullable(secret.getData()).orElse(Map.of()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Bytes.copyOf(Base64.getDecoder().decode(entry.getValue()))));
    }
}
