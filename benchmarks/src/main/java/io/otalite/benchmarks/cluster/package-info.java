/** How many objects the cluster emulator carries. */
@NullMarked
package io.otalite.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
