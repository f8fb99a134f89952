package io.otalite.rotation.credentials;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.World;
import java.time.Instant;

/** Whether something that is observed holds a key. */
public final class KnownPlaces {
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
        var trouble = HolderSight.trouble(world, Instant.MIN);
        if (trouble.isPresent()) {
            throw new IssuerUnavailableException("It cannot be told whether the key %s of %s is held anywhere: %s"
                    .formatted(key.name(), key.namespace(), trouble.get()));
        }
        return false;
    }
}
