package io.otalite.rotation.credentials.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otalite.rotation.credentials.AcceptedHashes;
import io.otalite.rotation.credentials.IssuerRefusedException;
import io.otalite.rotation.credentials.IssuerUnavailableException;
import io.otalite.rotation.observation.Meta;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lists of hashes in Secrets. What is set aside stands in an annotation of the same Secret, so that both change at once. A merge patch
 * that names the version it was made for creates nothing and changes nothing else.
 */
public final class SecretHashes implements AcceptedHashes {
    private static final String SET_ASIDE = Meta.PREFIX + "hashes-set-aside";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int UNPROCESSABLE = 422;

    /** A retry would be answered in the same way. */
    private static final Set<Integer> FINAL = Set.of(
            HttpURLConnection.HTTP_BAD_REQUEST,
            HttpURLConnection.HTTP_FORBIDDEN,
            HttpURLConnection.HTTP_NOT_FOUND,
            UNPROCESSABLE);

    private final KubernetesClient client;

    public SecretHashes(KubernetesClient client) {
        this.client = client;
    }

    private Resource<Secret> secret(Place place) {
        return client.secrets().inNamespace(place.namespace()).withName(place.secret());
    }

    @Override
    public Listed read(Place place) {
        Secret secret;
        try {
            secret = secret(place).get();
        } catch (KubernetesClientException failure) {
            throw translated(failure, place, "read");
        }
        var content = Optional.ofNullable(secret)
                .flatMap(found -> Optional.ofNullable(found.getData()))
                .flatMap(data -> Optional.ofNullable(data.get(place.entry())))
                .orElseThrow(() -> new IssuerRefusedException("There is no list of hashes %s".formatted(place)));
        var annotations =
                Optional.ofNullable(secret.getMetadata().getAnnotations()).orElse(Map.of());
        return new Listed(
                hashes(new String(Base64.getDecoder().decode(content), StandardCharsets.UTF_8), place),
                hashes(annotations.getOrDefault(SET_ASIDE, ""), place),
                secret.getMetadata().getResourceVersion());
    }

    /** Anything else than hashes, such as a token that stands there by mistake, is not repeated. */
    private static List<String> hashes(String text, Place place) {
        var words = Arrays.stream(text.split("\\s+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        if (!words.stream().allMatch(word -> HASH.matcher(word).matches())) {
            throw new IssuerRefusedException(
                    "%s holds something else than SHA-256 hashes in lower-case hexadecimal, one a line"
                            .formatted(place));
        }
        return words;
    }

    @Override
    public void write(Place place, Listed next) {
        var patch = JsonNodeFactory.instance.objectNode();
        var metadata = patch.putObject("metadata");
        metadata.put("resourceVersion", next.version());
        metadata.putObject("annotations")
                .put(SET_ASIDE, next.setAside().isEmpty() ? null : String.join(" ", next.setAside()));
        var lines = String.join("\n", next.accepted()) + "\n";
        patch.putObject("data").put(place.entry(), lines.getBytes(StandardCharsets.US_ASCII));
        try {
            var unused = secret(place).patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
        } catch (KubernetesClientException failure) {
            throw translated(failure, place, "write");
        }
    }

    /** The client's message quotes the answer, which may quote the object. */
    private static RuntimeException translated(KubernetesClientException failure, Place place, String verb) {
        var message = "The attempt to %s the list of hashes %s failed: %s"
                .formatted(
                        verb,
                        place,
                        failure.getCode() <= 0 ? "the cluster cannot be reached" : "HTTP " + failure.getCode());
        return FINAL.contains(failure.getCode())
                ? new IssuerRefusedException(message)
                : new IssuerUnavailableException(message);
    }
}
