/** Links that are written into the cluster, where whoever looks at a Secret sees them. */
@NullMarked
package io.otalite.rotation.links.kubernetes;

import org.jspecify.annotations.NullMarked;
