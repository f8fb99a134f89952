package io.otalite.rotation.restart;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.World;
import io.otalite.rotation.restart.Consumer.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Finds out who is concerned by a change and records that in the {@link Inbox}. */
public final class RecordedRestarts implements Restarts {
    private final Inbox inbox;
    private final World world;
    private final RestartOrder order;
    private final BooleanSupplier everythingIsListed;
    private final Runnable wake;

    /**
     * @param everythingIsListed before that, nobody would be found to use anything
     * @param wake is told that there is work
     */
    public RecordedRestarts(
            Inbox inbox, World world, RestartOrder order, BooleanSupplier everythingIsListed, Runnable wake) {
        this.inbox = inbox;
        this.world = world;
        this.order = order;
        this.everythingIsListed = everythingIsListed;
        this.wake = wake;
    }

    @Override
    public void request(Change change) {
        record(change, consumers(change), false);
    }

    @Override
    public void request(Change change, Set<ObjectRef> workloads) {
        var concerned = new ArrayList<>(consumers(change).stream()
                .filter(consumer -> workloads.contains(consumer.workload()))
                .toList());
        // Who does not name the Secret any more has pods that may still have the value.
        workloads.stream()
                .filter(workload -> concerned.stream().map(Consumer::workload).noneMatch(workload::equals))
                .map(workload -> new Consumer(workload, Mode.RESTART, Optional.empty()))
                .forEach(concerned::add);
        record(change, concerned, true);
    }

    private void record(Change change, List<Consumer> consumers, boolean takesBack) {
        inbox.record(change, order.of(consumers), takesBack);
        wake.run();
    }

    private List<Consumer> consumers(Change change) {
        var deployments = new ObjectRef(Kinds.DEPLOYMENT, change.secret().namespace(), "*");
        if (!everythingIsListed.getAsBoolean()) {
            throw unseen("the cluster has not been listed yet");
        }
        if (world.look(deployments) instanceof Sighting.Unseen(String reason, boolean _)) {
            throw unseen(reason);
        }
        return Consumers.of(world, change.secret(), change.keys());
    }

    private static RestartsUnavailableException unseen(String reason) {
        return new RestartsUnavailableException(
                new IllegalStateException("Who uses the Secret is not known: " + reason));
    }

    @Override
    public void cancel(String rotationId, String reason) {
        inbox.cancel(rotationId, reason);
    }

    @Override
    public List<RestartTask> tasks(String rotationId) {
        return inbox.tasks(rotationId);
    }

    @Override
    public boolean isRecorded(String rotationId, ObjectRef secret) {
        return inbox.isRecorded(rotationId, secret);
    }
}
