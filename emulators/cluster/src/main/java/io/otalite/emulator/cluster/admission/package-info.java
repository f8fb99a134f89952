/**
 * What an API server does to an object before it stores it: defaults, rules of each kind, admission plugins, webhooks. What
 * this cluster cannot do is refused here by name. Start at {@link io.otalite.emulator.cluster.admission.ClusterAdmission}.
 */
@NullMarked
package io.otalite.emulator.cluster.admission;

import org.jspecify.annotations.NullMarked;
