/** How the guard has answered, as a metric. */
@NullMarked
package io.otalite.rotation.guard.micrometer;

import org.jspecify.annotations.NullMarked;
