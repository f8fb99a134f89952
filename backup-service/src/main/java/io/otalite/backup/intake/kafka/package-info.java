/**
 * The intake's side of Kafka: records in, announcements out, and the question how far the roots are.
 *
 * <p>The channels are SmallRye's; their settings stand in {@code application.properties} with the reason for each. None of them
 * takes part in health: a broker that is away is a reason to wait, not to restart.
 */
@NullMarked
package io.otalite.backup.intake.kafka;

import org.jspecify.annotations.NullMarked;
