/** Rotations, their history and their locks in Postgres. */
@NullMarked
package io.otalite.rotation.rotations.postgres;

import org.jspecify.annotations.NullMarked;
