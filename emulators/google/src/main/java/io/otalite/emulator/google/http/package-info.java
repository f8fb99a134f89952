/**
 * The HTTP edge: requests as values with limits, answers as values with Google's error form, and the table of routes.
 *
 * <p>An answer is built completely before the first byte is sent, which is what allows a fault to drop the response of a
 * call that has already been carried out.
 */
@NullMarked
package io.otalite.emulator.google.http;

import org.jspecify.annotations.NullMarked;
