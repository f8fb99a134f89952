/**
 * Load against a whole system: a number of clients that publish, an observer that sees each version come out at the far
 * end, and the CPU time that all of it took.
 *
 * <p>{@link io.otalite.benchmarks.load.Scenarios} is the plan of a measurement. A {@link io.otalite.benchmarks.load.LoadRun}
 * is one stretch of load within it; how its clients are timed is a {@link io.otalite.benchmarks.load.Pace}. Figures are
 * records that are written as they are, with the whole histogram, so that other percentiles can be taken from them later.
 */
@NullMarked
package io.otalite.benchmarks.load;

import org.jspecify.annotations.NullMarked;
