package io.otalite.rotation.rotations.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.rotations.ClusterUnavailableException;
import io.otalite.rotation.rotations.Destination;
import io.otalite.rotation.rotations.Destinations;
import io.otalite.tuf.Bytes;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Secrets of the API server. A merge patch that names the version it was made for writes entries and nothing else, creates nothing, and
 * fails when somebody was faster.
 */
public final class SecretDestinations implements Destinations {
    private static final String MANAGER = "ota-lite-rotation";
    private static final String MARK = Meta.PREFIX + "rotation";
    private static final int UNPROCESSABLE = 422;

    /** Field managers of programs that would write their own content back. */
    private static final Pattern OWNERS = Pattern.compile(
            "argocd.*|kustomize-controller|helm-controller|.*external-?secrets.*|sealed-?secrets.*|cert-manager.*|vault-secrets-operator.*|secrets-store.*|config-sync.*|flux.*");

    private final KubernetesClient client;

    public SecretDestinations(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public List<String> refusals(Destination destination, Map<String, String> observed) {
        var secret = get(destination);
        if (secret.isEmpty()) {
            return List.of("%s is gone".formatted(destination.secret()));
        }
        var reasons = new ArrayList<String>();
        if (!destination.uid().equals(secret.get().getMetadata().getUid())) {
            reasons.add("%s is another Secret than the one that was observed".formatted(destination.secret()));
        }
        if (Boolean.TRUE.equals(secret.get().getImmutable())) {
            reasons.add("%s is immutable: Kubernetes lets nobody change it".formatted(destination.secret()));
            return reasons;
        }
        for (var entry : destination.entries().keySet()) {
            if (!data(secret.get()).containsKey(entry)) {
                reasons.add("%s has no entry %s".formatted(destination.secret(), entry));
            }
            owner(secret.get(), entry)
                    .ifPresent(owner -> reasons.add("%s is written by %s, which would put the old content back"
                            .formatted(destination.secret(), owner)));
        }
        if (reasons.isEmpty()) {
            changed(destination, secret.get(), observed).ifPresent(reasons::add);
        }
        if (reasons.isEmpty()) {
            dryRun(destination, secret.get()).ifPresent(reasons::add);
        }
        return reasons;
    }

    private static Optional<String> changed(Destination destination, Secret secret, Map<String, String> observed) {
        var changed = destination.changed(
                content(destination, secret).map(Content::entries).orElse(Map.of()), observed);
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of("%s does not hold what was observed: somebody has just changed %s; ask again"
                        .formatted(destination.secret(), String.join(", ", changed)));
    }

    private static Optional<String> owner(Secret secret, String entry) {
        return Optional.ofNullable(secret.getMetadata().getManagedFields()).orElse(List.of()).stream()
                .filter(manager ->
                        OWNERS.matcher(String.valueOf(manager.getManager())).matches())
                .filter(manager -> manages(manager, entry))
                .map(ManagedFieldsEntry::getManager)
                .findFirst();
    }

    private static boolean manages(ManagedFieldsEntry manager, String entry) {
        var fields = manager.getFieldsV1();
        return fields != null
                && fields.getAdditionalProperties().get("f:data") instanceof Map<?, ?> data
                && data.containsKey("f:" + entry);
    }

    /** Writes what stands there, without doing it. */
    private Optional<String> dryRun(Destination destination, Secret secret) {
        try {
            var same = content(destination, secret).map(Content::entries).orElse(Map.of());
            patch(destination, secret.getMetadata().getResourceVersion(), same, Optional.empty());
            return Optional.empty();
        } catch (KubernetesClientException refused) {
            return switch (refused.getCode()) {
                case HttpURLConnection.HTTP_CONFLICT -> Optional.empty();
                case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_NOT_FOUND, UNPROCESSABLE ->
                    Optional.of("%s cannot be written: %s".formatted(destination.secret(), message(refused)));
                default -> throw unavailable(refused);
            };
        }
    }

    @Override
    public Optional<Content> read(Destination destination) {
        return get(destination)
                .filter(secret -> destination.uid().equals(secret.getMetadata().getUid()))
                .flatMap(secret -> content(destination, secret));
    }

    private static Optional<Content> content(Destination destination, Secret secret) {
        var entries = new HashMap<String, Bytes>();
        for (var entry : destination.entries().keySet()) {
            var value = data(secret).get(entry);
            if (value == null) {
                return Optional.empty();
            }
            entries.put(entry, Bytes.copyOf(Base64.getDecoder().decode(value)));
        }
        return Optional.of(new Content(entries, secret.getMetadata().getResourceVersion()));
    }

    private static Map<String, String> data(Secret secret) {
        return Optional.ofNullable(secret.getData()).orElse(Map.of());
    }

    @Override
    public Written write(Destination destination, Content read, Map<String, Bytes> entries, String mark) {
        try {
            patch(destination, read.resourceVersion(), entries, Optional.of(mark));
            return new Written.Done();
        } catch (KubernetesClientException refused) {
            return switch (refused.getCode()) {
                case HttpURLConnection.HTTP_CONFLICT -> new Written.Overtaken();
                case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_NOT_FOUND, UNPROCESSABLE ->
                    new Written.Refused(message(refused));
                default -> throw unavailable(refused);
            };
        }
    }

    /** @param mark empty for a dry run */
    private void patch(
            Destination destination, String resourceVersion, Map<String, Bytes> entries, Optional<String> mark) {
        var patch = JsonNodeFactory.instance.objectNode();
        var metadata = patch.putObject("metadata").put("resourceVersion", resourceVersion);
        mark.ifPresent(text -> metadata.putObject("annotations").put(MARK, text));
        var data = patch.putObject("data");
        entries.forEach((entry, content) -> data.put(entry, Base64.getEncoder().encodeToString(content.toArray())));
        var how = new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).withFieldManager(MANAGER);
        if (mark.isEmpty()) {
            how.withDryRun(List.of("All"));
        }
        var unused = client.secrets()
                .inNamespace(destination.secret().namespace())
                .withName(destination.secret().name())
                .patch(how.build(), patch.toString());
    }

    private Optional<Secret> get(Destination destination) {
        try {
            return Optional.ofNullable(client.secrets()
                    .inNamespace(destination.secret().namespace())
                    .withName(destination.secret().name())
                    .get());
        } catch (KubernetesClientException e) {
            throw unavailable(e);
        }
    }

    /** What the API server says; never the whole exception, which may hold the request. */
    private static String message(KubernetesClientException refused) {
        var status = refused.getStatus();
        return status == null || status.getMessage() == null ? "HTTP " + refused.getCode() : status.getMessage();
    }

    private static ClusterUnavailableException unavailable(KubernetesClientException e) {
        return new ClusterUnavailableException(
                e.getCode() <= 0 ? "the API server cannot be reached" : "the API server answers HTTP " + e.getCode(),
                e);
    }
}
