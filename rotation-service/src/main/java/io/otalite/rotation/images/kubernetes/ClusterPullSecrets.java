package io.otalite.rotation.images.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.otalite.rotation.images.CredentialSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads pull secrets through the API, and keeps nothing. */
public final class ClusterPullSecrets implements CredentialSource {
    private final KubernetesClient client;

    public ClusterPullSecrets(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public Optional<byte[]> dockerConfig(String secret) {
        var slash = secret.indexOf('/');
        var object = client.secrets()
                .inNamespace(secret.substring(0, slash))
                .withName(secret.substring(slash + 1))
                .get();
        if (object == null) {
            return Optional.empty();
        }
        var data = Optional.ofNullable(object.getData()).orElse(Map.of());
        return Stream.of(".dockerconfigjson", ".dockercfg")
                .filter(data::containsKey)
                .map(key -> Base64.getDecoder().decode(data.get(key)))
                .findFirst();
    }
}
