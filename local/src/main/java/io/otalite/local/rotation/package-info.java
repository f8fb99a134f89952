/**
 * Rotations, seen by a person at a terminal: what is asked of rotation-service over REST, and what it tells while it works. Everything
 * here is read from its answers, so it is the same for a local system and for one elsewhere.
 */
@NullMarked
package io.otalite.local.rotation;

import org.jspecify.annotations.NullMarked;
