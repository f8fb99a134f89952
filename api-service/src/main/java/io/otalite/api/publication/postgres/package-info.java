/**
 * Publications in Postgres: one transaction under the factory's row lock.
 */
@NullMarked
package io.otalite.api.publication.postgres;

import org.jspecify.annotations.NullMarked;
