/**
 * The objects of the cluster: what kinds there are, one store with one version counter, and the changes of it as they
 * happen. Start at {@link io.otalite.emulator.cluster.objects.Objects}.
 */
@NullMarked
package io.otalite.emulator.cluster.objects;

import org.jspecify.annotations.NullMarked;
