/** Kubernetes manifests read from files or a stream: YAML with bounds, and a named subset of kustomize. */
@NullMarked
package io.otalite.manifests;

import org.jspecify.annotations.NullMarked;
