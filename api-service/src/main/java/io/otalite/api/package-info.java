/**
 * The users' REST API: signs and publishes TUF Targets.
 *
 * <p>A feature's own package holds its rules and ports in plain Java; its technology sub-packages hold the adapters;
 * {@link io.otalite.api.Wiring} builds the graph. The service needs Postgres and its key-encryption key, and nothing else:
 * Kafka is fed from the outbox by a thread of its own, and nothing that archives or rotates is known here.
 */
@NullMarked
package io.otalite.api;

import org.jspecify.annotations.NullMarked;
