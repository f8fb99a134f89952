package io.otalite.emulator.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.reconcile.Events;
import io.otalite.emulator.cluster.reconcile.Events.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The volumes of one pod: none of its containers starts before all of them are mounted; later they follow the objects they
 * show. A volume whose object has gone keeps what it had.
 */
final class PodVolumes {
    private final Node node;
    private final Subject subject;
    private final PodRef pod;
    private final String address;
    private final PodTokens tokens;
    private final Map<String, VolumeContent> mounted = new LinkedHashMap<>();
    private boolean isMounted;
    private boolean isStale;
    private Instant retryAt = Instant.MIN;
    private Map<String, String> shown = Map.of();

    PodVolumes(Node node, Subject subject, PodRef pod, String address, PodTokens tokens) {
        this.node = node;
        this.subject = subject;
        this.pod = pod;
        this.address = address;
        this.tokens = tokens;
    }

    boolean isMounted() {
        return isMounted;
    }

    /** An object that they may show has changed. */
    void setStale() {
        isStale = true;
        retryAt = Instant.MIN;
    }

    /** Mounts or refreshes them; returns when to look again. */
    Optional<Instant> advance(JsonNode object, Instant now) {
        if (!isMounted) {
            return now.isBefore(retryAt) ? Optional.of(retryAt) : mount(object, now);
        }
        if (isStale
                || !shownMetadata(object).equals(shown)
                || renewal().filter(due -> !due.isAfter(now)).isPresent()) {
            refresh(object, now);
        }
        return renewal();
    }

    private void refresh(JsonNode object, Instant now) {
        // Until all of it is in place: whoever comes after a write that failed writes again.
        isStale = true;
        var resolved = resolve(object);
        resolved.stream().filter(this::isNews).forEach(volume -> {
            node.runtime().updateVolume(pod, volume);
            mounted.put(volume.name(), volume);
        });
        isStale = false;
        shown = shownMetadata(object);
        if (isIncomplete(resolved, object)) {
            retryAt = now.plus(node.settings().retry());
        }
    }

    /** When tokens have to be replaced; after a failure not at once again. */
    private Optional<Instant> renewal() {
        return tokens.renewal().map(due -> due.isAfter(retryAt) ? due : retryAt);
    }

    private boolean isNews(VolumeContent volume) {
        var old = mounted.get(volume.name());
        return old == null || !Volumes.same(old, volume);
    }

    private Optional<Instant> mount(JsonNode object, Instant now) {
        var resolved = resolve(object);
        if (isIncomplete(resolved, object)) {
            retryAt = now.plus(node.settings().retry());
            return Optional.of(retryAt);
        }
        shown = shownMetadata(object);
        node.runtime().preparePod(new PodSandbox(pod, address, Metadata.annotations(object), resolved));
        resolved.forEach(volume -> mounted.put(volume.name(), volume));
        isMounted = true;
        return renewal();
    }

    private static boolean isIncomplete(List<VolumeContent> resolved, JsonNode object) {
        return resolved.size() < object.path("spec").path("volumes").size();
    }

    /** Those that can be resolved; an event says why another cannot. */
    private List<VolumeContent> resolve(JsonNode object) {
        var downward = new DownwardApi(node.settings(), object, address);
        var volumes = new Volumes(new References(node.objects(), pod.namespace()), downward, tokens);
        var result = new ArrayList<VolumeContent>();
        for (var volume : object.path("spec").path("volumes")) {
            try {
                result.add(volumes.of(volume));
            } catch (MissingReferenceException e) {
                var text = "MountVolume.SetUp failed for volume \"%s\" : %s"
                        .formatted(volume.path("name").asText(), e.text());
                node.events().record(subject, ContainerEvents.COMPONENT, Events.Type.WARNING, "FailedMount", text);
            }
        }
        return result;
    }

    /** The labels and annotations, if a volume may show them. */
    private static Map<String, String> shownMetadata(JsonNode object) {
        if (object.path("spec").path("volumes").findValue("downwardAPI") == null) {
            return Map.of();
        }
        var result = new LinkedHashMap<>(Metadata.labels(object));
        Metadata.annotations(object).forEach((name, value) -> result.put("annotation " + name, value));
        return result;
    }
}
