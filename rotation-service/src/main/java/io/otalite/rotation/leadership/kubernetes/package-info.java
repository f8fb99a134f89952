/** The leader is who holds a Lease of the cluster. */
@NullMarked
package io.otalite.rotation.leadership.kubernetes;

import org.jspecify.annotations.NullMarked;
