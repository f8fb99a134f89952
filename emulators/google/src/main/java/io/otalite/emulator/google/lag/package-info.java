/**
 * How far the emulator's services lag behind each other, as Google's do: what a client must wait for, and a test must be able
 * to set.
 */
@NullMarked
package io.otalite.emulator.google.lag;

import org.jspecify.annotations.NullMarked;
