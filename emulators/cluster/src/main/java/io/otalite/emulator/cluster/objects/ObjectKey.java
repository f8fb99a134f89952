package io.otalite.emulator.cluster.objects;

/**
 * The name of one object in the cluster.
 *
 * @param namespace empty for kinds of the cluster's scope
 */
public record ObjectKey(Kind kind, String namespace, String name) implements Comparable<ObjectKey> {

    public ObjectKey {
        if (kind.isNamespaced() == namespace.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s %s: the namespace is \"%s\"".formatted(kind.groupResource(), name, namespace));
        }
    }

    public static ObjectKey inCluster(Kind kind, String name) {
        return new ObjectKey(kind, "", name);
    }

    /** By namespace, then name: the order of a list. */
    @Override
    public int compareTo(ObjectKey other) {
        var byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace.isEmpty()
                ? kind.groupResource() + "/" + name
                : "%s/%s/%s".formatted(kind.groupResource(), namespace, name);
    }
}
