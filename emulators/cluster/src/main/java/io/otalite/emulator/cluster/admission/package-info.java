/**
 * What an API server does to an object before it stores it: defaults, rules of each kind, admission plugins, webhooks. What
 * this cluster cannot do is refused here by name, with one exception: the users, groups and file systems of a
 * {@code securityContext} are checked and kept, although a container runs as the user of the emulator, as the manifests of
 * production could not be run otherwise. Start at {@link io.otalite.emulator.cluster.admission.ClusterAdmission}.
 */
@NullMarked
package io.otalite.emulator.cluster.admission;

import org.jspecify.annotations.NullMarked;
