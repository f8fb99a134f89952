/** What the emulator keeps between two runs: the journal of its objects, and files that only their owner reads. */
@NullMarked
package io.otalite.emulator.cluster.disk;

import org.jspecify.annotations.NullMarked;
