/**
 * Which rules of TUF the tests of this repository hold.
 *
 * <p>A rule that no test holds is a wish. The rules stand in one resource, {@code tuf-rules.txt}; tests name those they hold with
 * {@link io.otalite.conformance.Covers}, {@link io.otalite.conformance.SourceScan} finds them in the sources of all modules, and
 * {@link io.otalite.conformance.CoverageTable} writes the two together into {@code docs/tuf.md}. This module's own test
 * keeps the three in step.
 */
@NullMarked
package io.otalite.conformance;

import org.jspecify.annotations.NullMarked;
