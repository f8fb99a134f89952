package io.otalite.rotation.credentials;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.util.List;

/** Whether something that is observed holds a key. */
public final class KnownPlaces {
    private static final List<String> HOLDERS = List.of(Kinds.SECRET, Kinds.CONFIG_MAP);

    private final World world;

    public KnownPlaces(World world) {
        this.world = world;
    }

    /**
     * Whether a Secret or a ConfigMap has it.
     *
     * @throws IssuerUnavailableException if some of them cannot be seen, or none are watched: not to see is no answer
     */
    public boolean hold(ObjectRef key) {
        if (!world.referrers(key).isEmpty()) {
            return true;
        }
        for (var kind : HOLDERS) {
            var views = world.views().stream()
                    .filter(view -> view.scope().kind().equals(kind))
                    .toList();
            if (views.isEmpty() || views.stream().anyMatch(view -> view.blind().isPresent())) {
                throw new IssuerUnavailableException(
                        "It cannot be told whether the key %s of %s is held anywhere: not every %s is seen"
                                .formatted(key.name(), key.namespace(), kind));
            }
        }
        return false;
    }
}
