/**
 * How long requests take, as a metric.
 */
@NullMarked
package io.otalite.api.publication.micrometer;

import org.jspecify.annotations.NullMarked;
