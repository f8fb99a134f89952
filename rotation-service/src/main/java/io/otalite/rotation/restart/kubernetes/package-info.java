/** The stamp on Deployments in a cluster. */
@NullMarked
package io.otalite.rotation.restart.kubernetes;

import org.jspecify.annotations.NullMarked;
