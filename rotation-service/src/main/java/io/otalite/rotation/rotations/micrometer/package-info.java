/** Rotations and the age of credentials as metrics. */
@NullMarked
package io.otalite.rotation.rotations.micrometer;

import org.jspecify.annotations.NullMarked;
