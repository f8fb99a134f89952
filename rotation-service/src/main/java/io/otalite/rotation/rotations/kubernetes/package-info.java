/** Secrets and workloads of the cluster, as rotations ask for them. */
@NullMarked
package io.otalite.rotation.rotations.kubernetes;

import org.jspecify.annotations.NullMarked;
