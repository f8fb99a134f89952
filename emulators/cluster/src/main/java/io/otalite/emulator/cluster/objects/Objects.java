package io.otalite.emulator.cluster.objects;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.emulator.cluster.objects.Admission.Part;
import io.otalite.emulator.cluster.objects.ObjectChange.Type;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The store: every object, under one lock, with one version counter. Everybody writes through it, HTTP handlers,
 * controllers and the kubelet alike.
 *
 * <p>Laws: an object that is handed out is never changed, and must not be changed by whoever has it; each change takes the
 * next version; a write that changes nothing takes none, and nobody hears of it; a list and a watch from its version
 * together miss nothing. All methods may be called from any thread; what is given to {@link #update} runs under the lock.
 */
public final class Objects implements Lookup {
    /** Changes that are kept for watches that begin in the past; also how far a reader may fall behind. */
    static final int HISTORY = 20_000;

    /** What these changes may weigh together, about: large objects that change often have a shorter history. */
    static final long HISTORY_BYTES = 64L * 1024 * 1024;

    private final Clock clock;
    private final Admission admission;
    private final Journal journal;
    private final Map<Kind, NavigableMap<ObjectKey, ObjectNode>> kinds = new HashMap<>();
    private final Deque<ObjectChange> history = new ArrayDeque<>();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private long historyBytes;
    private long version;
    private long oldestWatchable;

    public Objects(Clock clock, Admission admission, Journal journal) {
        this.clock = clock;
        this.admission = admission;
        this.journal = journal;
        var recovered = journal.recover();
        recovered.objects().forEach(change -> ofKind(change.key().kind()).put(change.key(), change.object()));
        version = recovered.version();
        oldestWatchable = version;
    }

    @Override
    public Optional<ObjectNode> get(ObjectKey key) {
        synchronized (kinds) {
            return Optional.ofNullable(ofKind(key.kind()).get(key));
        }
    }

    @Override
    public ObjectList list(Kind kind, String namespace) {
        synchronized (kinds) {
            var objects = ofKind(kind);
            if (namespace.isEmpty()) {
                return new ObjectList(version, List.copyOf(objects.values()));
            }
            var items = new ArrayList<ObjectNode>();
            for (var entry : objects.tailMap(new ObjectKey(kind, namespace, "")).entrySet()) {
                if (!entry.getKey().namespace().equals(namespace)) {
                    break;
                }
                items.add(entry.getValue());
            }
            return new ObjectList(version, items);
        }
    }

    /**
     * Stores a new object under a new uid.
     *
     * @param wanted is copied
     * @throws Refusal when there is one of that name, its namespace is missing, or admission refuses it
     */
    public ObjectNode create(ObjectKey key, ObjectNode wanted, Write write) {
        synchronized (kinds) {
            requireNamespace(key);
            if (ofKind(key.kind()).containsKey(key)) {
                throw Refusal.alreadyExists(key);
            }
            var object = wanted.deepCopy();
            var metadata = Metadata.of(object);
            metadata.remove(List.of("resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds"));
            metadata.put("name", key.name())
                    .put("uid", UUID.randomUUID().toString())
                    .put("creationTimestamp", now());
            if (key.kind().isNamespaced()) {
                metadata.put("namespace", key.namespace());
            }
            var admitted = admission.admit(key, Part.MAIN, null, object, this);
            return commit(key, Type.ADDED, admitted, null, write);
        }
    }

    /** {@link #update(ObjectKey, Part, UnaryOperator, Write)} of everything but the status. */
    public ObjectNode update(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return update(key, Part.MAIN, change, Write.FOR_REAL);
    }

    /** {@link #update(ObjectKey, Part, UnaryOperator, Write)} of the status. */
    public ObjectNode updateStatus(ObjectKey key, UnaryOperator<ObjectNode> change) {
        return update(key, Part.STATUS, change, Write.FOR_REAL);
    }

    /**
     * Changes an object. The version and uid that the result carries are preconditions, never values; an object that is
     * being deleted and has lost its last finalizer is gone after it.
     *
     * @param change is given a copy that it may change, and returns what is wanted; must not wait
     * @return what is stored now; with its old version when nothing changed
     * @throws Refusal when there is no such object, a precondition does not hold, or admission refuses the result
     */
    public ObjectNode update(ObjectKey key, Part part, UnaryOperator<ObjectNode> change, Write write) {
        synchronized (kinds) {
            var old = require(key);
            var wanted = change.apply(old.deepCopy());
            requireSame(key, old, wanted);
            keepIdentity(old, wanted);
            var admitted = admission.admit(key, part, old, wanted, this);
            if (Metadata.isDeleted(admitted) && Metadata.finalizers(admitted).isEmpty() && graceIsOver(admitted)) {
                return commit(key, Type.DELETED, admitted, old, write);
            }
            return admitted.equals(old) ? old : commit(key, Type.MODIFIED, admitted, old, write);
        }
    }

    /** {@link #delete(ObjectKey, Consumer, ToIntFunction, List, Write)} with a grace that does not hang on the object. */
    public ObjectNode delete(
            ObjectKey key, Consumer<ObjectNode> precondition, int graceSeconds, List<String> finalizers, Write write) {
        return delete(key, precondition, _ -> graceSeconds, finalizers, write);
    }

    /**
     * Begins a deletion: an object with finalizers or a grace period is marked, any other is gone at once.
     *
     * @param precondition throws a {@link Refusal} for what shall stay
     * @param grace how many seconds a pod may take to end; 0 removes it now
     * @param finalizers to be added first, such as {@code foregroundDeletion}
     * @return the object as it is after the call; see {@link Metadata#isDeleted}
     * @throws Refusal when there is no such object or the precondition refuses
     */
    public ObjectNode delete(
            ObjectKey key,
            Consumer<ObjectNode> precondition,
            ToIntFunction<ObjectNode> grace,
            List<String> finalizers,
            Write write) {
        synchronized (kinds) {
            var old = require(key);
            precondition.accept(old);
            var graceSeconds = grace.applyAsInt(old);
            var marked = old.deepCopy();
            var metadata = Metadata.of(marked);
            finalizers.forEach(finalizer -> Metadata.addFinalizer(marked, finalizer));
            if (Metadata.finalizers(marked).isEmpty() && graceSeconds == 0) {
                return commit(key, Type.DELETED, marked, old, write);
            }
            var given = metadata.path("deletionGracePeriodSeconds");
            if (!Metadata.isDeleted(marked) || given.asInt() > graceSeconds) {
                metadata.put(
                        "deletionTimestamp",
                        clock.instant()
                                .plusSeconds(graceSeconds)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
                metadata.put("deletionGracePeriodSeconds", graceSeconds);
            }
            return marked.equals(old) ? old : commit(key, Type.MODIFIED, marked, old, write);
        }
    }

    /** Deletes at once, without preconditions; nothing happens when there is no such object. */
    public void remove(ObjectKey key) {
        synchronized (kinds) {
            if (ofKind(key.kind()).containsKey(key)) {
                delete(key, _ -> {}, 0, List.of(), Write.FOR_REAL);
            }
        }
    }

    /**
     * The changes after a version.
     *
     * @throws Refusal with code 410 when that version is older than what is kept, or from another life of the store
     */
    public Watch watch(Predicate<ObjectKey> wanted, long since) {
        synchronized (kinds) {
            if (since < oldestWatchable || since > version) {
                throw new Refusal(
                        410,
                        "Expired",
                        "too old resource version: %d (%d)".formatted(since, oldestWatchable),
                        JsonNodeFactory.instance.objectNode());
            }
            var watch = new Watch(wanted, HISTORY + 1, watches::remove);
            history.stream().filter(change -> change.version() > since).forEach(watch::offer);
            watches.add(watch);
            return watch;
        }
    }

    /** The counter: the version of the last change. */
    public long version() {
        synchronized (kinds) {
            return version;
        }
    }

    private ObjectNode commit(ObjectKey key, Type type, ObjectNode object, @Nullable ObjectNode previous, Write write) {
        if (write == Write.DRY_RUN) {
            return object;
        }
        var next = version + 1;
        Metadata.of(object).put("resourceVersion", Long.toString(next));
        var change = new ObjectChange(key, type, object, previous, next);
        journal.append(change);
        version = next;
        if (type == Type.DELETED) {
            ofKind(key.kind()).remove(key);
        } else {
            ofKind(key.kind()).put(key, object);
        }
        remember(change);
        watches.forEach(watch -> watch.offer(change));
        return object;
    }

    private void remember(ObjectChange change) {
        history.addLast(change);
        historyBytes += Weight.of(change.object());
        while (history.size() > HISTORY || historyBytes > HISTORY_BYTES) {
            var oldest = history.removeFirst();
            historyBytes -= Weight.of(oldest.object());
            oldestWatchable = oldest.version();
        }
    }

    private void requireNamespace(ObjectKey key) {
        if (!key.kind().isNamespaced()) {
            return;
        }
        var namespace = ObjectKey.inCluster(Kinds.NAMESPACE, key.namespace());
        if (Metadata.isDeleted(require(namespace))) {
            throw Refusal.forbidden(
                    key,
                    "unable to create new content in namespace %s because it is being terminated"
                            .formatted(key.namespace()));
        }
    }

    private ObjectNode require(ObjectKey key) {
        var object = ofKind(key.kind()).get(key);
        if (object == null) {
            throw Refusal.notFound(key);
        }
        return object;
    }

    private static void requireSame(ObjectKey key, ObjectNode old, ObjectNode wanted) {
        var expected = Metadata.of(wanted);
        var actual = Metadata.of(old);
        if (expected.hasNonNull("uid") && !expected.get("uid").equals(actual.get("uid"))) {
            throw Refusal.conflict(
                    key,
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(expected.get("uid").asText(), Metadata.uid(old)));
        }
        if (expected.hasNonNull("resourceVersion")
                && !expected.get("resourceVersion").equals(actual.get("resourceVersion"))) {
            throw Refusal.conflict(
                    key, "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    private static void keepIdentity(ObjectNode old, ObjectNode wanted) {
        var kept = Metadata.of(old);
        var metadata = Metadata.of(wanted);
        for (var field : List.of(
                "name",
                "namespace",
                "uid",
                "resourceVersion",
                "creationTimestamp",
                "deletionTimestamp",
                "deletionGracePeriodSeconds")) {
            if (kept.has(field)) {
                metadata.set(field, kept.get(field));
            } else {
                metadata.remove(field);
            }
        }
    }

    private static boolean graceIsOver(ObjectNode object) {
        return Metadata.of(object).path("deletionGracePeriodSeconds").asInt() == 0;
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private NavigableMap<ObjectKey, ObjectNode> ofKind(Kind kind) {
        return kinds.computeIfAbsent(kind, _ -> new TreeMap<>());
    }
}
