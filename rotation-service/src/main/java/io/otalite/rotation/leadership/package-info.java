/**
 * Of several instances that all observe the same, one writes: {@link io.otalite.rotation.leadership.Leadership} says whether it is this
 * one.
 */
@NullMarked
package io.otalite.rotation.leadership;

import org.jspecify.annotations.NullMarked;
