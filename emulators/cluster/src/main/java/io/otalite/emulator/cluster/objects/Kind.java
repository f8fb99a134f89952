package io.otalite.emulator.cluster.objects;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A kind of object and how it is addressed; one row of {@link Kinds}.
 *
 * @param group empty for the core group
 * @param plural the name in URLs, such as {@code deployments}
 */
public record Kind(
        String group,
        String version,
        String name,
        String plural,
        Scope scope,
        List<String> shortNames,
        List<String> categories,
        Set<Subresource> subresources) {

    /** Whether names are unique within a namespace or within the cluster. */
    public enum Scope {
        NAMESPACED,
        CLUSTER
    }

    /** A part of an object with a path of its own. */
    public enum Subresource {
        STATUS,
        SCALE,
        LOG
    }

    public Kind {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        subresources = Set.copyOf(subresources);
    }

    public boolean isNamespaced() {
        return scope == Scope.NAMESPACED;
    }

    public boolean has(Subresource subresource) {
        return subresources.contains(subresource);
    }

    /** {@code apps/v1}, or {@code v1} for the core group. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@code deployments.apps}, or {@code secrets} for the core group: how messages name a resource. */
    public String groupResource() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    public String singular() {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Kinds are in the keys of every map; of two kinds no more than the name has to be looked at to tell them apart. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
