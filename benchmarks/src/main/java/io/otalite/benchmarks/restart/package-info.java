/** How soon after a {@code KeyRotated} the rotation-service begins to restart, through a real broker, database and API. */
@NullMarked
package io.otalite.benchmarks.restart;

import org.jspecify.annotations.NullMarked;
