/**
 * How controllers and the kubelet are driven: one loop that hears every change of the store, remembers which objects it
 * concerns, and calls whoever looks after them, one at a time. Start at
 * {@link io.otalite.emulator.cluster.reconcile.ReconcileLoop}.
 */
@NullMarked
package io.otalite.emulator.cluster.reconcile;

import org.jspecify.annotations.NullMarked;
