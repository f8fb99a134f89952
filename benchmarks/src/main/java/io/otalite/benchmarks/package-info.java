/**
 * How fast the product is, measured from two ends: {@link io.otalite.benchmarks.TufBenchmark} times the signing and
 * verifying of one publication in one thread, {@link io.otalite.benchmarks.PublishLoad} times publications through the
 * built services with a real broker and database underneath. The budgets and the results stand in
 * {@code docs/performance.md}.
 */
@NullMarked
package io.otalite.benchmarks;

import org.jspecify.annotations.NullMarked;
