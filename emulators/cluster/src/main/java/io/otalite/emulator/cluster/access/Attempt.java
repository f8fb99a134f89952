package io.otalite.emulator.cluster.access;

/**
 * What somebody wants to do, in the words of roles.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authorization/#review-your-request-attributes">Request
 *     attributes</a>
 */
public sealed interface Attempt {

    String verb();

    /**
     * On objects.
     *
     * @param group empty for the core group
     * @param resource the plural, such as {@code deployments}
     * @param subresource empty for the object itself
     * @param namespace empty for the cluster's scope, or all namespaces
     * @param name empty for all objects
     */
    record OnObjects(String verb, String group, String resource, String subresource, String namespace, String name)
            implements Attempt {

        /** As rules name it: {@code deployments/scale}. */
        public String fullResource() {
            return subresource.isEmpty() ? resource : resource + "/" + subresource;
        }
    }

    /** On a path that names no object, such as {@code /version}. */
    record OnPath(String verb, String path) implements Attempt {}
}
