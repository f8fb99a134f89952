/**
 * What the relay of the outbox shows of itself.
 */
@NullMarked
package io.otalite.api.publication.micrometer;

import org.jspecify.annotations.NullMarked;
