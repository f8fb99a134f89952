package io.otalite.rotation.restart;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Place.Part;
import io.otalite.rotation.observation.Reference;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Use;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Consumer.Mode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the workloads whose containers get entries of a Secret: as variables, as files, or through a driver of theirs. Who only pulls
 * images with it, may read it, or ends connections with it has no containers to restart.
 */
public final class Consumers {
    private static final String RELOAD = "reload";
    private static final Set<Use> BY_CONTAINERS = Set.of(
            Use.ENV_VALUE,
            Use.ENV_FROM,
            Use.VOLUME,
            Use.PROJECTED,
            Use.SUB_PATH,
            Use.CSI_SECRET,
            Use.DRIVER_SECRET,
            Use.INFERRED);

    private Consumers() {}

    /**
     * The workloads that use one of the entries, in order. A reference to the whole Secret is one to each of its entries.
     *
     * @param keys the entries
     */
    public static List<Consumer> of(World world, ObjectRef secret, Set<String> keys) {
        return world.referrers(secret).stream()
                .map(world::find)
                .flatMap(Optional::stream)
                .filter(Referrer.class::isInstance)
                .map(Referrer.class::cast)
                .filter(holder -> !holder.meta().deleting() && uses(holder, secret, keys))
                .flatMap(holder -> consumer(holder).stream())
                .sorted((one, other) -> one.workload().compareTo(other.workload()))
                .toList();
    }

    private static boolean uses(Referrer holder, ObjectRef secret, Set<String> keys) {
        return holder.references().stream()
                .filter(reference -> reference.target().equals(secret))
                .anyMatch(reference -> isByContainers(reference) && concerns(reference, keys));
    }

    private static boolean isByContainers(Reference reference) {
        return BY_CONTAINERS.contains(reference.use()) && reference.place().part() != Part.EPHEMERAL;
    }

    private static boolean concerns(Reference reference, Set<String> keys) {
        return reference.neededKey().isEmpty()
                || keys.contains(reference.neededKey().get());
    }

    private static Optional<Consumer> consumer(Referrer holder) {
        return switch (holder.role()) {
            case WORKLOAD, SUSPENDED, CUSTOM -> Optional.of(consumer(holder.ref(), holder));
            case REVISION, ENDED, ROUTE, HINT -> Optional.empty();
        };
    }

    private static Consumer consumer(ObjectRef workload, Observed holder) {
        if (!workload.kind().equals(Kinds.DEPLOYMENT)) {
            return new Consumer(
                    workload,
                    Mode.REFUSED,
                    Optional.of(
                            "%s uses the Secret, and only Deployments are restarted under control; restart it by hand"
                                    .formatted(workload)));
        }
        var mode = holder.meta().own(RELOAD).equals("hot") ? Mode.RELOADS : Mode.RESTART;
        return new Consumer(workload, mode, Optional.empty());
    }
}
