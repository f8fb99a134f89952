/** Pull secrets, read from the cluster at the moment of a check. */
@NullMarked
package io.otalite.rotation.images.kubernetes;

import org.jspecify.annotations.NullMarked;
