package io.otalite.rotation.observation;

/**
 * What is watched together.
 *
 * @param namespace empty for all of them, and for kinds outside namespaces
 */
public record Scope(String kind, String namespace) implements Comparable<Scope> {
    /** A kind in the whole cluster. */
    public static Scope everywhere(String kind) {
        return new Scope(kind, "");
    }

    @Override
    public int compareTo(Scope other) {
        var byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : namespace.compareTo(other.namespace);
    }

    @Override
    public String toString() {
        return kind + (namespace.isEmpty() ? "" : " in " + namespace);
    }
}
