/**
 * The metrics of freshness.
 */
@NullMarked
package io.otalite.api.freshness.micrometer;

import org.jspecify.annotations.NullMarked;
