/**
 * How a file becomes durable, and how an object name becomes a file name a person recognises.
 *
 * <p>There is one way to change state on disk: write beside, force to the disk, rename into place, force the directory. A
 * process killed at any moment leaves the old file or the new one.
 */
@NullMarked
package io.otalite.emulator.google.disk;

import org.jspecify.annotations.NullMarked;
