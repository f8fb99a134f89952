/** Encryption by Tink, under a key from a mounted file. */
@NullMarked
package io.otalite.rotation.rotations.tink;

import org.jspecify.annotations.NullMarked;
