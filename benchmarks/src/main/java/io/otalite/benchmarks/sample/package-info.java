/**
 * What is published in a measurement: Targets in the shape and size that a factory has after months of builds, and a
 * repository that signs them. The same number gives the same Targets, so that two measurements can be compared.
 */
@NullMarked
package io.otalite.benchmarks.sample;

import org.jspecify.annotations.NullMarked;
