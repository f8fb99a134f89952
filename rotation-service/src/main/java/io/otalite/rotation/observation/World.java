package io.otalite.rotation.observation;

import io.otalite.rotation.observation.Sighting.Found;
import io.otalite.rotation.observation.Sighting.Gone;
import io.otalite.rotation.observation.Sighting.Missing;
import io.otalite.rotation.observation.Sighting.Unseen;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is observed, and who refers to what. Thread-safe: changes come one after the other, whoever makes them; readers
 * never wait and may see a change a moment before or after another.
 */
public final class World {
    /** Deleted objects that are remembered, to tell since when something is missing and what has become of it. */
    private static final int MOST_GONE = 20_000;

    /** Owners of owners; Kubernetes needs three, and a cycle must end. */
    private static final int HIGHEST = 8;

    private final Clock clock;
    private final Map<ObjectRef, Observed> objects = new ConcurrentHashMap<>();
    private final Map<Scope, NavigableSet<ObjectRef>> byScope = new ConcurrentHashMap<>();
    private final Map<ObjectRef, Set<ObjectRef>> referrers = new ConcurrentHashMap<>();
    private final Map<String, Set<ObjectRef>> contents = new ConcurrentHashMap<>();
    private final Map<ObjectRef, Set<ObjectRef>> producers = new ConcurrentHashMap<>();
    private final Map<String, Set<ObjectRef>> children = new ConcurrentHashMap<>();
    private final Set<ObjectRef> certain = ConcurrentHashMap.newKeySet();
    private final Map<Scope, View> views = new ConcurrentHashMap<>();
    private volatile long namesVersion;
    private final List<WorldListener> listeners = new CopyOnWriteArrayList<>();

    private final Map<ObjectRef, Gone> gone = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjectRef, Gone> eldest) {
            return size() > MOST_GONE;
        }
    });

    public World(Clock clock) {
        this.clock = clock;
    }

    public void addListener(WorldListener listener) {
        listeners.add(listener);
    }

    /** Takes over what was seen of an object. */
    public synchronized void put(Observed object) {
        var ref = object.ref();
        var earlier = objects.get(ref);
        var now = object instanceof DataObject data && earlier instanceof DataObject known
                ? data.after(known, clock.instant())
                : object;
        var before = objects.put(ref, now);
        if (before == null) {
            byScope(ref).add(ref);
            gone.remove(ref);
        } else {
            unlink(before);
        }
        link(now);
        if (!now.equals(before)) {
            countNames(now);
            tell(before, now);
        }
    }

    /** Takes over an object that is known for certain, whether or not anything else of its scope is seen. */
    public void putForCertain(Observed object) {
        certain.add(object.ref());
        put(object);
    }

    /** Takes over that an object is not there any more. */
    public synchronized void remove(ObjectRef ref) {
        var before = objects.remove(ref);
        if (before != null) {
            byScope(ref).remove(ref);
            if (!(before instanceof Pod) && !(before instanceof Referrer)) {
                gone.put(ref, new Gone(before, clock.instant()));
            }
            unlink(before);
            countNames(before);
            tell(before, null);
        }
    }

    /** From now on, what is not found in the scope is missing. Says again, too, that the scope is up to date. */
    public void see(Scope scope) {
        views.put(scope, new View(scope, Optional.empty(), false, clock.instant()));
    }

    /** From now on, nothing is known about the scope. @param reason for people, such as a missing permission */
    public void lose(Scope scope, String reason) {
        lose(scope, reason, false);
    }

    /** As {@link #lose}, for good as far as can be told: there is no permission to see it. */
    public void refuse(Scope scope, String reason) {
        lose(scope, reason, true);
    }

    private void lose(Scope scope, String reason, boolean refused) {
        var before = views.get(scope);
        var confirmed = before == null ? Instant.EPOCH : before.confirmed();
        views.put(scope, new View(scope, Optional.of(reason), refused, confirmed));
    }

    /** How well each scope is seen, in order. */
    public List<View> views() {
        return views.values().stream()
                .sorted((one, other) -> one.scope().compareTo(other.scope()))
                .toList();
    }

    /** The last moment at which a kind was known to be up to date in a namespace; long ago where it is not watched. */
    public Instant confirmed(String kind, String namespace) {
        return view(new ObjectRef(kind, namespace, "*")).map(View::confirmed).orElse(Instant.EPOCH);
    }

    /** Whether there is no permission to see a kind in a namespace. */
    public boolean isRefused(String kind, String namespace) {
        return view(new ObjectRef(kind, namespace, "*")).filter(View::refused).isPresent();
    }

    /** What is known of an object. */
    public Sighting look(ObjectRef ref) {
        var view = view(ref);
        if (view.isPresent() && view.get().blind().isPresent() && !certain.contains(ref)) {
            return new Unseen(view.get().blind().get(), true);
        }
        var object = objects.get(ref);
        if (object != null) {
            return new Found(object);
        }
        return view.isPresent()
                ? new Missing(Optional.ofNullable(gone.get(ref)))
                : new Unseen("%s is not watched".formatted(new Scope(ref.kind(), ref.namespace())), false);
    }

    private Optional<View> view(ObjectRef ref) {
        var narrow = views.get(new Scope(ref.kind(), ref.namespace()));
        return Optional.ofNullable(narrow == null ? views.get(Scope.everywhere(ref.kind())) : narrow);
    }

    public Optional<Observed> find(ObjectRef ref) {
        return Optional.ofNullable(objects.get(ref));
    }

    /** Everything that is there. */
    public Collection<Observed> all() {
        return Collections.unmodifiableCollection(objects.values());
    }

    /** Another number whenever a name that somebody may refer to, or an entry of such an object, may have come or gone. */
    public long namesVersion() {
        return namesVersion;
    }

    private void countNames(Observed object) {
        if (!(object instanceof Pod) && !(object instanceof Referrer)) {
            namesVersion++;
        }
    }

    /** The objects of a kind in a namespace, in order of their names. */
    public Collection<ObjectRef> names(String kind, String namespace) {
        return byScope.getOrDefault(new Scope(kind, namespace), Collections.emptyNavigableSet());
    }

    /** The objects of a kind everywhere. */
    public List<Observed> ofKind(String kind) {
        return objects.values().stream()
                .filter(object -> object.ref().kind().equals(kind))
                .toList();
    }

    /** Who refers to the object directly, whether it is there or not. */
    public Set<ObjectRef> referrers(ObjectRef target) {
        return Collections.unmodifiableSet(referrers.getOrDefault(target, Set.of()));
    }

    /** The Secrets and ConfigMaps that have the same entries with the same content, in order. */
    public List<ObjectRef> withContentOf(DataObject data) {
        return data.isReadable()
                ? contents.getOrDefault(data.fingerprint(), Set.of()).stream()
                        .sorted()
                        .toList()
                : List.of();
    }

    /** Whose controllers write the object. */
    public List<Producer> producers(ObjectRef product) {
        return producers.getOrDefault(product, Set.of()).stream()
                .map(objects::get)
                .filter(Producer.class::isInstance)
                .map(Producer.class::cast)
                .toList();
    }

    /** What the object controls: the pods of a ReplicaSet, the ReplicaSets of a Deployment. */
    public List<Observed> controlledBy(Observed owner) {
        if (owner.meta().uid().isEmpty()) {
            return List.of();
        }
        return children.getOrDefault(owner.meta().uid(), Set.of()).stream()
                .map(objects::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The judged referrers that depend on an object, directly or through others. */
    public Set<ObjectRef> dependents(ObjectRef target) {
        var found = new HashSet<ObjectRef>();
        var seen = new HashSet<ObjectRef>();
        var next = new ArrayDeque<ObjectRef>(List.of(target));
        while (!next.isEmpty()) {
            var ref = next.remove();
            if (!seen.add(ref)) {
                continue;
            }
            for (var referrer : referrers.getOrDefault(ref, Set.of())) {
                var object = objects.get(referrer);
                if (object instanceof Referrer) {
                    judged(object).ifPresent(found::add);
                } else if (object != null) {
                    next.add(referrer);
                }
            }
        }
        return found;
    }

    /** What is judged when this is concerned: the object itself, or that of its controllers which is the highest. */
    public Optional<ObjectRef> judged(Observed object) {
        var current = object;
        for (var height = 0; height < HIGHEST; height++) {
            if (current instanceof Referrer referrer && referrer.isJudged()) {
                return Optional.of(current.ref());
            }
            var owner = current.meta().controller().map(Owner::ref).map(objects::get);
            if (owner.isEmpty()) {
                return Optional.empty();
            }
            current = owner.get();
        }
        return Optional.empty();
    }

    private void tell(@Nullable Observed before, @Nullable Observed after) {
        if (listeners.isEmpty()) {
            return;
        }
        var object = Objects.requireNonNull(after == null ? before : after);
        var affected = dependents(object.ref());
        judged(object).ifPresent(affected::add);
        affected.addAll(affectedBy(object));
        for (var listener : listeners) {
            listener.changed(Optional.ofNullable(before), Optional.ofNullable(after), affected);
        }
    }

    /** Who is concerned without referring to the object. */
    private Set<ObjectRef> affectedBy(Observed object) {
        return switch (object) {
            case Producer producer ->
                producer.products().stream()
                        .flatMap(product -> dependents(product).stream())
                        .collect(Collectors.toSet());
            case Quota quota ->
                objects.values().stream()
                        .filter(other ->
                                other.ref().namespace().equals(quota.ref().namespace())
                                        && other instanceof Referrer referrer
                                        && referrer.isJudged())
                        .map(Observed::ref)
                        .collect(Collectors.toSet());
            case Plain node
            when node.ref().kind().equals(Kinds.NODE) ->
                // Node selectors are references to nodes with such labels.
                referrers.keySet().stream()
                        .filter(target -> target.kind().equals(Kinds.NODE))
                        .flatMap(target -> dependents(target).stream())
                        .collect(Collectors.toSet());
            default -> Set.of();
        };
    }

    private NavigableSet<ObjectRef> byScope(ObjectRef ref) {
        return byScope.computeIfAbsent(new Scope(ref.kind(), ref.namespace()), _ -> new ConcurrentSkipListSet<>());
    }

    private void link(Observed object) {
        for (var reference : object.references()) {
            referrers
                    .computeIfAbsent(reference.target(), _ -> ConcurrentHashMap.newKeySet(2))
                    .add(object.ref());
        }
        if (object instanceof Producer producer) {
            producer.products()
                    .forEach(product -> producers
                            .computeIfAbsent(product, _ -> ConcurrentHashMap.newKeySet(2))
                            .add(object.ref()));
        }
        if (object instanceof DataObject data) {
            contents.computeIfAbsent(data.fingerprint(), _ -> ConcurrentHashMap.newKeySet(2))
                    .add(object.ref());
        }
        object.meta()
                .controller()
                .ifPresent(owner -> children.computeIfAbsent(owner.uid(), _ -> ConcurrentHashMap.newKeySet(2))
                        .add(object.ref()));
    }

    private void unlink(Observed object) {
        for (var reference : object.references()) {
            drop(referrers, reference.target(), object.ref());
        }
        if (object instanceof Producer producer) {
            producer.products().forEach(product -> drop(producers, product, object.ref()));
        }
        if (object instanceof DataObject data) {
            drop(contents, data.fingerprint(), object.ref());
        }
        object.meta().controller().ifPresent(owner -> drop(children, owner.uid(), object.ref()));
    }

    private static <K> void drop(Map<K, Set<ObjectRef>> index, K key, ObjectRef ref) {
        var set = index.get(key);
        if (set != null && set.remove(ref) && set.isEmpty()) {
            index.remove(key);
        }
    }
}
