/** Whether Kafka is there. */
@NullMarked
package io.otalite.rotation.rotations.kafka;

import org.jspecify.annotations.NullMarked;
