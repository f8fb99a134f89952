package io.otalite.emulator.cluster.http;

import io.otalite.emulator.cluster.objects.Kind;
import io.otalite.emulator.cluster.objects.Kinds;
import io.otalite.emulator.cluster.objects.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a path names.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris">Resource URIs</a>
 */
sealed interface Target {

    /**
     * Objects of a resource, which need not exist.
     *
     * @param namespace empty for all, or for the cluster's scope; of a namespace its own name
     * @param name empty for the collection
     * @param subresource empty for the object itself
     */
    record OfResource(String group, String version, String plural, String namespace, String name, String subresource)
            implements Target {

        boolean isCollection() {
            return name.isEmpty();
        }

        Optional<Kind> kind() {
            return Kinds.ofPlural(group, version, plural).filter(this::isInScope);
        }

        private boolean isInScope(Kind kind) {
            return kind.isNamespaced()
                    ? isCollection() || !namespace.isEmpty()
                    : namespace.isEmpty() || kind.equals(Kinds.NAMESPACE);
        }
    }

    /** Anything else, such as {@code /version}. */
    record Plain(String path) implements Target {}

    Set<String> OF_NAMESPACE = Set.of("status", "finalize");
    String NAMESPACES = "namespaces";

    /** @throws Refusal 400 for a broken escape */
    static Target of(String rawPath) {
        var parts = new ArrayList<String>();
        for (var part : List.of(rawPath.substring(1).split("/", -1))) {
            parts.add(Query.decode(part.replace("+", "%2B")));
        }
        if (parts.size() > 1 && parts.getLast().isEmpty()) {
            parts.removeLast();
        }
        var prefix = parts.getFirst().equals("api") ? 2 : 3;
        var isResource = parts.size() > prefix
                && (parts.getFirst().equals("api") || parts.getFirst().equals("apis"))
                && parts.stream().noneMatch(String::isEmpty);
        if (!isResource) {
            return new Plain(rawPath);
        }
        var group = prefix == 2 ? "" : parts.get(1);
        return ofResource(group, parts.get(prefix - 1), parts.subList(prefix, parts.size()))
                .orElse(new Plain(rawPath));
    }

    private static Optional<Target> ofResource(String group, String version, List<String> parts) {
        var isNamespaced =
                parts.size() > 2 && parts.getFirst().equals(NAMESPACES) && !OF_NAMESPACE.contains(parts.get(2));
        var namespace = isNamespaced || (parts.getFirst().equals(NAMESPACES) && parts.size() > 1) ? parts.get(1) : "";
        var rest = isNamespaced ? parts.subList(2, parts.size()) : parts;
        if (rest.size() > 3) {
            return Optional.empty();
        }
        return Optional.of(new OfResource(group, version, rest.getFirst(), namespace, at(rest, 1), at(rest, 2)));
    }

    private static String at(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }
}
