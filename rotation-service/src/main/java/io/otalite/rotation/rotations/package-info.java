/**
 * Rotations: a new credential is made, proven, put in the place of the old one, and taken into use under control; then the old one is
 * retired. Read {@link io.otalite.rotation.rotations.State} first. Everything before the deletion of the old credential is undone by
 * itself when something fails.
 *
 * <p>Each state says what is done next. A state is recorded before its work begins, and every piece of work asks first whether it has
 * happened already: whoever takes a rotation up after a crash does the right thing by doing the same thing again.
 */
@NullMarked
package io.otalite.rotation.rotations;

import org.jspecify.annotations.NullMarked;
