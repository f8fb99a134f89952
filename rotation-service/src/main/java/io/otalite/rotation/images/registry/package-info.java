/**
 * Registries over HTTP: the pull half of the OCI distribution specification, as little of it as the question needs.
 *
 * <p>A manifest is asked for with HEAD, which Docker Hub does not count as a pull: a check that used up the allowance of a
 * cluster would cause the very outage it looks for. Everything a registry sends is bounded, in size and by one deadline over
 * all requests of a check, because whoever may create a pod may name a registry of his own.
 */
@NullMarked
package io.otalite.rotation.images.registry;

import org.jspecify.annotations.NullMarked;
