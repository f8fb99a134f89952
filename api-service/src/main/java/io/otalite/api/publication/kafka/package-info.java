/**
 * The outbox's relay to Kafka, and what it shows of itself.
 */
@NullMarked
package io.otalite.api.publication.kafka;

import org.jspecify.annotations.NullMarked;
