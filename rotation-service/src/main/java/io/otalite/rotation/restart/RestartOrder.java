package io.otalite.rotation.restart;

import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Planned.Turn;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who is restarted before whom: the first is the canary of the others, so the one that is missed least comes first. */
public final class RestartOrder {
    private static final Comparator<Planned> ORDER = Comparator.comparing(Planned::turn)
            .thenComparing(Planned::replicas)
            .thenComparing(planned -> planned.consumer().workload());

    private final World world;
    private final Optional<ObjectRef> own;

    /** @param own the Deployment of this service */
    public RestartOrder(World world, Optional<ObjectRef> own) {
        this.world = world;
        this.own = own;
    }

    /** The consumers in the order of their restarts. */
    public List<Planned> of(List<Consumer> consumers) {
        return consumers.stream().map(this::planned).sorted(ORDER).toList();
    }

    private Planned planned(Consumer consumer) {
        var workload = world.find(consumer.workload());
        var replicas = workload.orElse(null) instanceof Referrer referrer ? referrer.replicas() : 0;
        var isCritical = workload.filter(object -> object.meta().own("critical").equals("true"))
                .isPresent();
        var isOwn = own.filter(consumer.workload()::equals).isPresent();
        return new Planned(consumer, isOwn ? Turn.OWN : isCritical ? Turn.CRITICAL : Turn.ORDINARY, replicas);
    }
}
