package io.otalite.emulator.cluster.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Metadata;
import io.otalite.emulator.cluster.objects.ObjectChange;
import io.otalite.emulator.cluster.objects.ObjectKey;
import io.otalite.emulator.cluster.objects.Objects;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which objects belong together: by owner, and Pods and ReplicaSets by label. Without it each step of a
 * controller would read all objects of a kind, and a thousand Deployments would take a million reads.
 */
public final class Index {
    private static final Set<Kind> LABELLED = Set.of(Kinds.POD, Kinds.REPLICA_SET);

    private final Objects objects;
    private final Map<ObjectKey, ObjectNode> known = new HashMap<>();
    private final Map<String, Set<ObjectKey>> byOwner = new HashMap<>();
    private final Map<String, Set<ObjectKey>> byLabel = new HashMap<>();

    Index(Objects objects) {
        this.objects = objects;
    }

    public static ObjectKey keyOf(Kind kind, JsonNode object) {
        return new ObjectKey(kind, kind.isNamespaced() ? Metadata.namespace(object) : "", Metadata.name(object));
    }

    /** Everything that names that uid among its owners. */
    public List<ObjectKey> dependents(String uid) {
        return List.copyOf(byOwner.getOrDefault(uid, Set.of()));
    }

    /** The objects of a kind that an owner manages, in the order of their creation, those being deleted too. */
    public List<ObjectNode> controlledBy(JsonNode owner, Kind kind) {
        var uid = Metadata.uid(owner);
        return dependents(uid).stream()
                .filter(key -> key.kind().equals(kind))
                .flatMap(this::read)
                .filter(object ->
                        Metadata.controller(object).path("uid").asText().equals(uid))
                .toList();
    }

    /** The Pods or ReplicaSets of a namespace whose labels a selector matches. */
    public List<ObjectNode> selected(Kind kind, String namespace, LabelSelector selector) {
        var rarest = selector.equalities().entrySet().stream()
                .map(label -> bucket(kind, namespace, label.getKey() + "=" + label.getValue()))
                .min((a, b) -> Integer.compare(a.size(), b.size()))
                .orElseGet(() -> bucket(kind, namespace, ""));
        return rarest.stream()
                .flatMap(this::read)
                .filter(object -> selector.matches(Metadata.labels(object)))
                .toList();
    }

    void clear() {
        known.clear();
        byOwner.clear();
        byLabel.clear();
    }

    void apply(ObjectChange change) {
        var old = change.type() == ObjectChange.Type.DELETED
                ? known.remove(change.key())
                : known.put(change.key(), change.object());
        forget(change.key(), old);
        if (change.type() != ObjectChange.Type.DELETED) {
            owners(change.object())
                    .forEach(uid -> byOwner.computeIfAbsent(uid, _ -> new LinkedHashSet<>())
                            .add(change.key()));
            buckets(change.key(), change.object())
                    .forEach(bucket -> byLabel.computeIfAbsent(bucket, _ -> new TreeSet<>())
                            .add(change.key()));
        }
    }

    private void forget(ObjectKey key, @Nullable ObjectNode old) {
        if (old == null) {
            return;
        }
        owners(old).forEach(uid -> remove(byOwner, uid, key));
        buckets(key, old).forEach(bucket -> remove(byLabel, bucket, key));
    }

    private static void remove(Map<String, Set<ObjectKey>> sets, String name, ObjectKey key) {
        Optional.ofNullable(sets.get(name)).ifPresent(set -> {
            set.remove(key);
            if (set.isEmpty()) {
                sets.remove(name);
            }
        });
    }

    private static Stream<String> owners(JsonNode object) {
        return object.path("metadata")
                .path("ownerReferences")
                .valueStream()
                .map(owner -> owner.path("uid").asText());
    }

    private static Stream<String> buckets(ObjectKey key, JsonNode object) {
        if (!LABELLED.contains(key.kind())) {
            return Stream.of();
        }
        var labels = Metadata.labels(object).entrySet().stream().map(label -> label.getKey() + "=" + label.getValue());
        return Stream.concat(Stream.of(""), labels).map(label -> bucketName(key.kind(), key.namespace(), label));
    }

    private Set<ObjectKey> bucket(Kind kind, String namespace, String label) {
        return byLabel.getOrDefault(bucketName(kind, namespace, label), Set.of());
    }

    private static String bucketName(Kind kind, String namespace, String label) {
        return kind.plural() + "/" + namespace + "/" + label;
    }

    private Stream<ObjectNode> read(ObjectKey key) {
        return objects.get(key).stream();
    }
}
