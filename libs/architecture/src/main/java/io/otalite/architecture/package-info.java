/**
 * The rules of the house as code: each service runs {@link io.otalite.architecture.ServiceRules} in a test of its own, and
 * a rule that finds nothing to judge fails, so that a renamed package cannot switch it off.
 */
@NullMarked
package io.otalite.architecture;

import org.jspecify.annotations.NullMarked;
