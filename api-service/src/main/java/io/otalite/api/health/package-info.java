/**
 * What the probes of this service mean. Startup: the database schema is up to date. Readiness: the database answers, so
 * that a publish can succeed. Liveness: the process answers; a database that is away never restarts it. Kafka appears in
 * none of them.
 */
@NullMarked
package io.otalite.api.health;

import org.jspecify.annotations.NullMarked;
