/**
 * Roots: which keys speak for a factory, and how they are changed. A new root is prepared here, signed by whoever holds the
 * keys, and published in every dialect at once with everything signed anew.
 */
@NullMarked
package io.otalite.api.roots;

import org.jspecify.annotations.NullMarked;
