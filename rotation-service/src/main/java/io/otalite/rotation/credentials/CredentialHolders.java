package io.otalite.rotation.credentials;

import io.otalite.rotation.observation.DataObject;
import io.otalite.rotation.observation.Kinds;
import io.otalite.rotation.observation.ObjectRef;
import io.otalite.rotation.observation.View;
import io.otalite.rotation.observation.World;
import io.otalite.tuf.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which Secrets and ConfigMaps hold a credential, by what its issuer calls it: also one that is not in use any more, or not yet. */
public final class CredentialHolders {
    private static final String UNKNOWN = "who holds %s cannot be told: %s";

    /** What can hold a credential, in any namespace. */
    public static final List<String> KINDS = List.of(Kinds.SECRET, Kinds.CONFIG_MAP);

    private final World world;

    public CredentialHolders(World world) {
        this.world = world;
    }

    /**
     * The holders, in order, as they were at a moment or later. Before something that cannot be undone it must not be an older picture:
     * a connection that is dead may go unnoticed for a while.
     *
     * @throws IssuerUnavailableException if some of them cannot be seen, or have not been confirmed since: not to see is no answer
     */
    public Set<ObjectRef> of(Subject subject, String id, Instant since) {
        requireSeen(id, since);
        return switch (subject.kind()) {
            case Subjects.GOOGLE_KEY ->
                new TreeSet<>(world.referrers(new ObjectRef(Kinds.GOOGLE_KEY, subject.account(), id)));
            case Subjects.POSTGRES_LOGIN -> logins(LoginId.parse(id));
            case Subjects.RANDOM_TOKEN ->
                withEntry(entry -> TokenId.of(entry.sha256()).equals(id));
            default -> Set.of();
        };
    }

    /**
     * Whether anything holds a key of Google.
     *
     * @throws IssuerUnavailableException if nothing is known to, and some of what could cannot be seen
     */
    public boolean hold(ObjectRef key) {
        if (!world.referrers(key).isEmpty()) {
            return true;
        }
        requireSeen(key.name(), Instant.MIN);
        return false;
    }

    private void requireSeen(String id, Instant since) {
        for (var kind : KINDS) {
            var views = world.views().stream()
                    .filter(view -> view.scope().kind().equals(kind))
                    .toList();
            unseen(kind, views).ifPresent(trouble -> {
                throw new IssuerUnavailableException(UNKNOWN.formatted(id, trouble));
            });
            behind(views, since).ifPresent(trouble -> {
                throw new PictureBehindException(UNKNOWN.formatted(id, trouble));
            });
        }
    }

    /** A kind that nobody watches is not seen, either. */
    private static Optional<String> unseen(String kind, List<View> views) {
        return views.isEmpty()
                ? Optional.of("%s is not watched".formatted(kind))
                : views.stream()
                        .filter(view -> view.blind().isPresent())
                        .findFirst()
                        .map(view -> "%s cannot be seen".formatted(view.scope()));
    }

    private static Optional<String> behind(List<View> views, Instant since) {
        return views.stream()
                .filter(view -> view.confirmed().isBefore(since))
                .findFirst()
                .map(view -> "%s was last known to be up to date at %s".formatted(view.scope(), view.confirmed()));
    }

    /** A password of somebody else's making has no digest in its name; then whoever has the name of its role is taken for a holder. */
    private Set<ObjectRef> logins(LoginId login) {
        var role = Bytes.utf8(login.role()).sha256().hex();
        return login.generation().isEmpty()
                ? withEntry(entry -> entry.sha256().equals(role))
                : withEntry(entry ->
                        LoginId.of(login.role(), entry.sha256(), entry.size()).equals(login));
    }

    private Set<ObjectRef> withEntry(Predicate<DataObject.Entry> same) {
        var found = new TreeSet<ObjectRef>();
        for (var kind : KINDS) {
            for (var object : world.ofKind(kind)) {
                if (object instanceof DataObject data
                        && data.entries().values().stream()
                                .anyMatch(entry -> !entry.sha256().isEmpty() && same.test(entry))) {
                    found.add(data.ref());
                }
            }
        }
        return found;
    }
}
