package io.otalite.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.InvalidValueException;

/**
 * Names one object of a cluster. Written as {@code namespace/kind/name}, for instance {@code shop/Deployment/web}, it is the key of the
 * events about a workload.
 *
 * @param namespace empty for what lives outside namespaces
 * @param kind Kubernetes' own kinds by their name alone, all others with their group
 * @param name may hold slashes, as the name of an image does
 */
public record ObjectName(String namespace, String kind, String name) {

    /** The kind of a Secret. */
    static final String SECRET = "Secret";

    public ObjectName {
        if (namespace.indexOf('/') >= 0 || kind.isEmpty() || kind.indexOf('/') >= 0 || name.isEmpty()) {
            throw new InvalidValueException(
                    "the name of an object",
                    "a namespace or none, a kind and a name, the first two without a slash",
                    EventChecks.excerpt(namespace + '/' + kind + '/' + name));
        }
    }

    /** The name as it stands in the values of events. */
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("namespace", namespace)
                .put("kind", kind)
                .put("name", name);
    }

    @Override
    public String toString() {
        return namespace + '/' + kind + '/' + name;
    }
}
