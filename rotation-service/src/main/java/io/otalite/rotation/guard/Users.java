package io.otalite.rotation.guard;

import io.otalite.rotation.judgement.Judge;
import io.otalite.rotation.observation.Claim;
import io.otalite.rotation.observation.Meta;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.Place.Part;
import io.otalite.rotation.observation.Reference;
import io.otalite.rotation.observation.Referrer;
import io.otalite.rotation.observation.ServiceAccount;
import io.otalite.rotation.observation.Sighting;
import io.otalite.rotation.observation.StorageClass;
import io.otalite.rotation.observation.Use;
import io.otalite.rotation.observation.Use.Loss;
import io.otalite.rotation.observation.World;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds who would not start any more without something: everybody whose template requires it, and what could be rolled back to. Who is
 * going away itself needs nothing any more: what is taken down together goes in any order.
 */
final class Users {
    /** Owners of owners; a cycle must end. */
    private static final int HIGHEST = 8;

    private final World world;
    private final Set<ObjectRef> seen = new HashSet<>();
    private final TreeSet<String> found = new TreeSet<>();

    private Users(World world) {
        this.world = world;
    }

    /**
     * Who would not start any more, in order, for people.
     *
     * @param keys entries of the target; empty when the whole of it goes
     */
    static List<String> of(World world, ObjectRef target, Set<String> keys) {
        var users = new Users(world);
        users.visit(target, keys);
        return List.copyOf(users.found);
    }

    private void visit(ObjectRef target, Set<String> keys) {
        if (!seen.add(target)) {
            return;
        }
        for (var ref : world.referrers(target)) {
            var holder = world.find(ref);
            if (holder.isEmpty() || isGoing(holder.get())) {
                continue;
            }
            var needs = holder.get().references().stream()
                    .filter(reference -> reference.target().equals(target) && isRequired(reference, keys))
                    .toList();
            if (needs.isEmpty()) {
                continue;
            }
            switch (holder.get()) {
                case Referrer referrer -> who(referrer).ifPresent(who -> needs.forEach(need -> add(who, need)));
                case Claim claim -> visit(claim.ref(), Set.of());
                case StorageClass storage -> visit(storage.ref(), Set.of());
                case ServiceAccount account -> pullsWith(account, target);
                default -> {
                    // Others do not keep a pod from starting.
                }
            }
        }
    }

    /** Pods that name no pull secrets of their own get those of their service account. */
    private void pullsWith(ServiceAccount account, ObjectRef secret) {
        for (var ref : world.referrers(account.ref())) {
            if (world.find(ref).orElse(null) instanceof Referrer referrer
                    && !isGoing(referrer)
                    && Judge.pullSecrets(world, referrer).contains(secret)) {
                who(referrer)
                        .ifPresent(who ->
                                found.add("%s (its images are pulled with it, by %s)".formatted(who, account.ref())));
            }
        }
    }

    /** Whether an object is being deleted, or is left over from a controller that is. */
    private boolean isGoing(Observed object) {
        var current = object;
        for (var height = 0; height < HIGHEST; height++) {
            if (current.meta().deleting()) {
                return true;
            }
            var controller = current.meta().controller();
            if (controller.isEmpty()) {
                return false;
            }
            switch (world.look(controller.get().ref())) {
                case Sighting.Missing _ -> {
                    return true;
                }
                case Sighting.Unseen _ -> {
                    return false;
                }
                case Sighting.Found(Observed found) -> current = found;
            }
        }
        return false;
    }

    /** A missing pull secret stops no pod whose image is on the node, and every pod on the next node. */
    private static boolean isRequired(Reference reference, Set<String> keys) {
        return !reference.optional()
                && reference.place().part() != Part.EPHEMERAL
                && (reference.use().loss() == Loss.NO_START || reference.use() == Use.PULL_SECRET)
                && (keys.isEmpty()
                        || reference.neededKey().filter(keys::contains).isPresent());
    }

    private void add(String who, Reference need) {
        found.add("%s (%s, %s)".formatted(who, need.place(), need.path()));
    }

    private Optional<String> who(Referrer referrer) {
        return switch (referrer.role()) {
            case WORKLOAD, SUSPENDED -> Optional.of(referrer.ref().toString());
            case REVISION -> revision(referrer);
            case ENDED, ROUTE, CUSTOM, HINT -> Optional.empty();
        };
    }

    /** The newest revision is the template in force; without a workload it is the one that makes the pods. */
    private Optional<String> revision(Referrer revision) {
        var owner = world.judged(revision).flatMap(world::find);
        if (owner.isEmpty() || !(owner.get() instanceof Referrer workload)) {
            return Optional.of(revision.ref().toString());
        }
        return Judge.rollbackTargets(world, workload).stream()
                .filter(target -> target.ref().equals(revision.ref()))
                .findFirst()
                .map(target -> "rollback of %s to revision %s".formatted(workload.ref(), number(target)));
    }

    private static String number(Observed revision) {
        return revision.meta().annotations().getOrDefault(Meta.REVISION, "?");
    }
}
