package io.otalite.rotation.credentials.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.credentials.SecretContents;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.tuf.Bytes;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Secrets and ConfigMaps of the API server. */
public final class ClusterSecrets implements SecretContents {
    private final KubernetesClient client;

    public ClusterSecrets(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<Map<String, Bytes>> read(ObjectRef holder) {
        try {
            return holder.kind().equals(Kinds.CONFIG_MAP) ? configMap(holder) : secret(holder);
        } catch (KubernetesClientException failure) {
            // The client's message quotes the answer, which may quote the object.
            if (failure.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                throw new IssuerRefusedException("There is no permission to read %s".formatted(holder));
            }
            throw new IssuerUnavailableException("%s cannot be read: %s"
                    .formatted(
                            holder,
                            failure.getCode() <= 0 ? "the cluster cannot be reached" : "HTTP " + failure.getCode()));
        }
    }

    private Optional<Map<String, Bytes>> secret(ObjectRef ref) {
        return Optional.ofNullable(client.secrets()
                        .inNamespace(ref.namespace())
                        .withName(ref.name())
                        .get())
                .map(secret -> entries(secret.getData(), ClusterSecrets::decoded));
    }

    private Optional<Map<String, Bytes>> configMap(ObjectRef ref) {
        return Optional.ofNullable(client.configMaps()
                        .inNamespace(ref.namespace())
                        .withName(ref.name())
                        .get())
                .map(found -> {
                    var entries = new HashMap<>(entries(found.getData(), Bytes::utf8));
                    entries.putAll(entries(found.getBinaryData(), ClusterSecrets::decoded));
                    return entries;
                });
    }

    private static Bytes decoded(String base64) {
        return Bytes.copyOf(Base64.getDecoder().decode(base64));
    }

    private static Map<String, Bytes> entries(@Nullable Map<String, String> data, Function<String, Bytes> content) {
        return data == null
                ? Map.of()
                : data.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> content.apply(entry.getValue())));
    }
}
