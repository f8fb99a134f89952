/**
 * The whole product on one machine. {@link io.otalite.local.system.LocalSystem} is the place to start reading: it checks
 * that the machine can carry the system, prepares a state directory with secrets and data, hands Postgres, Kafka, the
 * Google emulator and the services to a {@link io.otalite.process.ProcessRuntime}, and waits until all are ready.
 * A {@link io.otalite.local.system.StateDirectory} is everything that stays; whoever holds its
 * {@link io.otalite.local.system.StateLock} is the one system that runs on it.
 */
@NullMarked
package io.otalite.local.system;

import org.jspecify.annotations.NullMarked;
