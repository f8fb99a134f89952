/**
 * Metadata that would expire is signed anew, whether anybody publishes or reads or not.
 */
@NullMarked
package io.otalite.api.freshness;

import org.jspecify.annotations.NullMarked;
