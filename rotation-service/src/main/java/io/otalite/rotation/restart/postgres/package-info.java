/** The record of restarts in Postgres. */
@NullMarked
package io.otalite.rotation.restart.postgres;

import org.jspecify.annotations.NullMarked;
