/**
 * Who calls and what the caller may do. The features ask; the {@code oauth} package knows the answer.
 */
@NullMarked
package io.otalite.emulator.google.access;

import org.jspecify.annotations.NullMarked;
