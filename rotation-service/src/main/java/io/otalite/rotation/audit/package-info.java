/**
 * Would these manifests start? {@link io.otalite.rotation.audit.Audit} lays them over what is there, a cluster or an {@link
 * io.otalite.rotation.audit.Inventory} of one, and judges them as the running service judges a cluster.
 */
@NullMarked
package io.otalite.rotation.audit;

import org.jspecify.annotations.NullMarked;
