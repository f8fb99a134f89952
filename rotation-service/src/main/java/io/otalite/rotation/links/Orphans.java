package io.otalite.rotation.links;

import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.GoogleAccount;
import io.otalite.rotation.observation.GoogleKey;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.Observed;
import io.otalite.rotation.observation.ServiceAccount;
import io.otalite.rotation.observation.World;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What nothing known uses: candidates for a closer look, not for deletion. */
public final class Orphans {
    /** Secrets that Kubernetes and Helm make for themselves. */
    private static final Set<String> NOT_OURS =
            Set.of("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token", "helm.sh/release.v1");

    private final World world;

    public Orphans(World world) {
        this.world = world;
    }

    /** One of them. @param why for people */
    public record Orphan(ObjectRef object, Kind kind, String why) {}

    /** What is left over. */
    public enum Kind {
        KEY_HELD_NOWHERE,
        SECRET_UNUSED,
        GOOGLE_ACCOUNT_UNUSED,
        SERVICE_ACCOUNT_UNUSED
    }

    /** All of them, in the order of {@link ObjectRef#id()}. */
    public List<Orphan> list() {
        return world.all().stream()
                .map(this::judge)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(orphan -> orphan.object().id()))
                .toList();
    }

    private Optional<Orphan> judge(Observed object) {
        var unused = world.referrers(object.ref()).isEmpty();
        return switch (object) {
            case GoogleKey key
            when unused ->
                orphan(
                        object,
                        Kind.KEY_HELD_NOWHERE,
                        "no Secret that is seen holds this key of %s, which %s"
                                .formatted(
                                        key.ref().namespace(),
                                        key.disabled() ? "is disabled" : "is enabled: whoever has it may use it"));
            case GoogleAccount account
            when hasNoUser(account) ->
                orphan(
                        object,
                        Kind.GOOGLE_ACCOUNT_UNUSED,
                        "no key of it is held, and no service account stands for it");
            case DataObject data
            when unused && data.ref().kind().equals(Kinds.SECRET) && !NOT_OURS.contains(data.type()) ->
                orphan(
                        object,
                        Kind.SECRET_UNUSED,
                        "no workload, route, role or other object that is seen refers to it");
            case ServiceAccount account
            when unused && !account.ref().name().equals("default") ->
                orphan(object, Kind.SERVICE_ACCOUNT_UNUSED, "no workload that is seen runs as it");
            default -> Optional.empty();
        };
    }

    /** Its keys refer to it whether or not anybody holds them. */
    private boolean hasNoUser(GoogleAccount account) {
        return world.referrers(account.ref()).stream()
                .allMatch(referrer -> referrer.kind().equals(Kinds.GOOGLE_KEY)
                        && world.referrers(referrer).isEmpty());
    }

    private static Optional<Orphan> orphan(Observed object, Kind kind, String why) {
        return Optional.of(new Orphan(object.ref(), kind, why));
    }
}
