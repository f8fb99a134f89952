/** How many rotations the rotation-service has room and time for: its state machine over a real database, everything else scripted. */
@NullMarked
package io.otalite.benchmarks.rotation;

import org.jspecify.annotations.NullMarked;
