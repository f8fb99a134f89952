/** Rotations over REST. */
@NullMarked
package io.otalite.rotation.rotations.http;

import org.jspecify.annotations.NullMarked;
