package io.otalite.rotation.observation;

import java.util.Comparator;
import java.util.Optional;

/**
 * Names one object.
 *
 * @param kind as in {@link Kinds}: {@code Deployment}, or with its group where others may use the word, {@code
 *     Rollout.argoproj.io}
 * @param namespace empty for what lives outside namespaces
 */
public record ObjectRef(String kind, String namespace, String name) implements Comparable<ObjectRef> {
    private static final Comparator<ObjectRef> ORDER = Comparator.comparing(ObjectRef::namespace)
            .thenComparing(ObjectRef::kind)
            .thenComparing(ObjectRef::name);

    /** Reads {@link #id()} back; empty for anything else. */
    public static Optional<ObjectRef> parse(String id) {
        var first = id.indexOf('/');
        var second = id.indexOf('/', first + 1);
        return first < 0 || second <= first + 1
                ? Optional.empty()
                : Optional.of(new ObjectRef(
                        id.substring(first + 1, second), id.substring(0, first), id.substring(second + 1)));
    }

    /** {@code namespace/kind/name}; the name itself may have slashes. */
    public String id() {
        return namespace + '/' + kind + '/' + name;
    }

    @Override
    public int compareTo(ObjectRef other) {
        return ORDER.compare(this, other);
    }

    /** For people: {@code Secret shop/database}. */
    @Override
    public String toString() {
        return kind + ' ' + (namespace.isEmpty() ? "" : namespace + '/') + name;
    }
}
