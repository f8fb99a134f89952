/** Events about rotated keys from a Kafka topic. */
@NullMarked
package io.otalite.rotation.restart.kafka;

import org.jspecify.annotations.NullMarked;
