/**
 * How the service is, in three questions that must not be mixed up.
 *
 * <p><b>Live</b>: do the threads move? Only a restart mends it if not. <b>Ready</b>: does REST answer? It does even when nothing
 * can be archived. <b>Started</b>: is the object graph built? Everything else that goes wrong is <b>degraded</b>: shown, alerted
 * on, and waited out; a restart would not help and would cost the group a rebalance.
 */
@NullMarked
package io.otalite.backup.health;

import org.jspecify.annotations.NullMarked;
