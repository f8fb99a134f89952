/**
 * Logins of Postgres databases: two roles that share one group take turns. {@link
 * io.otalite.rotation.credentials.postgres.PostgresLogins} is the issuer.
 */
@NullMarked
package io.otalite.rotation.credentials.postgres;

import org.jspecify.annotations.NullMarked;
