package io.otalite.rotation.credentials;

import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether everything that could hold a credential is seen. A kind that nobody watches is not seen, either. */
final class HolderSight {
    /** The kinds that hold credentials. */
    static final List<String> HOLDERS = List.of(Kinds.SECRET, Kinds.CONFIG_MAP);

    private HolderSight() {}

    /**
     * What keeps it from being seen, for people; empty when it is.
     *
     * @param since at or after which it has to have been up to date
     */
    static Optional<String> trouble(World world, Instant since) {
        return HOLDERS.stream()
                .flatMap(kind -> trouble(world, kind, since).stream())
                .findFirst();
    }

    private static Optional<String> trouble(World world, String kind, Instant since) {
        var views = world.views().stream()
                .filter(view -> view.scope().kind().equals(kind))
                .toList();
        if (views.isEmpty()) {
            return Optional.of("%s is not watched".formatted(kind));
        }
        var blind = views.stream().filter(view -> view.blind().isPresent()).findFirst();
        if (blind.isPresent()) {
            return Optional.of("%s cannot be seen".formatted(blind.get().scope()));
        }
        return views.stream()
                .filter(view -> view.confirmed().isBefore(since))
                .findFirst()
                .map(view -> "%s was last known to be up to date at %s".formatted(view.scope(), view.confirmed()));
    }
}
