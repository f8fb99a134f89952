package io.otalite.rotation.observation.kubernetes;

/**
 * A kind as the API server offers it.
 *
 * @param word as in {@link io.otalite.rotation.observation.Kinds}
 * @param kind without the group
 * @param group empty for the core group
 * @param plural as it stands in paths and in roles
 */
record ApiKind(String word, String kind, String group, String version, String plural, boolean namespaced) {
    String apiVersion() {
        return group.isEmpty() ? version : group + '/' + version;
    }
}
