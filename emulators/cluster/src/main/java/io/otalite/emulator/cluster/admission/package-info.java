/** What decides about a write before it is stored. */
@NullMarked
package io.otalite.emulator.cluster.admission;

import org.jspecify.annotations.NullMarked;
