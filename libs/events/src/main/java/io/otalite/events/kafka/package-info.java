/**
 * Event messages on Kafka: records in both directions, and topics with the settings an archive depends on.
 *
 * <p>The only place of this module that imports the Kafka client.
 */
@NullMarked
package io.otalite.events.kafka;

import org.jspecify.annotations.NullMarked;
