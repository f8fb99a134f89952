/** Restarts as metrics. */
@NullMarked
package io.otalite.rotation.restart.micrometer;

import org.jspecify.annotations.NullMarked;
