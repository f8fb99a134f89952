package io.otalite.rotation.restart;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Pod;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at a Deployment and its pods in the {@link World}, which costs the API server nothing. */
public final class WorkloadSight {
    private static final List<String> LOOKED_AT = List.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.POD);

    private final World world;
    private final Clock clock;

    public WorkloadSight(World world, Clock clock) {
        this.world = world;
        this.clock = clock;
    }

    /** How the Deployment is now. */
    public Sight look(ObjectRef deployment) {
        var now = clock.instant();
        var blind = Stream.of(Kinds.POD, Kinds.REPLICA_SET)
                .flatMap(kind -> blindness(kind, deployment.namespace()).stream())
                .findFirst();
        if (blind.isPresent()) {
            return new Sight.Unseen(now, blind.get());
        }
        return switch (world.look(deployment)) {
            case Sighting.Unseen(String reason, boolean _) -> new Sight.Unseen(now, reason);
            case Sighting.Missing _ -> new Sight.Gone(now);
            case Sighting.Found(Referrer found) when found.rollout().isPresent() -> seen(found, now);
            case Sighting.Found _ -> new Sight.Unseen(now, deployment + " is no Deployment");
        };
    }

    /** No object has this name, so that the answer is about the view. */
    private Optional<String> blindness(String kind, String namespace) {
        return world.look(new ObjectRef(kind, namespace, "*")) instanceof Sighting.Unseen(String reason, boolean _)
                ? Optional.of(reason)
                : Optional.empty();
    }

    private Sight seen(Referrer deployment, Instant now) {
        var newest = world.controlledBy(deployment).stream()
                .filter(object -> object.ref().kind().equals(Kinds.REPLICA_SET))
                .map(Referrer.class::cast)
                .max(Comparator.comparingLong(WorkloadSight::revision));
        List<Pod> pods = newest.map(world::controlledBy).orElse(List.of()).stream()
                .filter(object -> object instanceof Pod && !object.meta().deleting())
                .map(Pod.class::cast)
                .toList();
        return new Sight.Seen(
                now,
                confirmed(deployment.ref().namespace()),
                deployment.replicas(),
                deployment.rollout().orElseThrow(),
                newest.map(set -> set.meta().uid()).orElse(""),
                pods);
    }

    private Instant confirmed(String namespace) {
        return LOOKED_AT.stream()
                .map(kind -> world.confirmed(kind, namespace))
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Kubernetes counts them up; a rollback gives an old set the newest number. */
    private static long revision(Referrer set) {
        var number = set.meta().annotations().getOrDefault(Meta.REVISION, "");
        return number.matches("[0-9]{1,18}") ? Long.parseLong(number) : 0;
    }
}
