/**
 * Kafka on one machine: a real broker of one node in a JVM of its own ({@link io.otalite.local.kafka.KafkaBroker}), and
 * the two ends by which a person puts records into topics and looks at what is there
 * ({@link io.otalite.local.kafka.TopicWriter}, {@link io.otalite.local.kafka.TopicReader}).
 */
@NullMarked
package io.otalite.local.kafka;

import org.jspecify.annotations.NullMarked;
