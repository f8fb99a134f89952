/**
 * The commands, one class each: options, words for the person in front of the terminal, and an exit code
 * ({@link io.otalite.local.command.ExitCode}). What they do is elsewhere.
 */
@NullMarked
package io.otalite.local.command;

import org.jspecify.annotations.NullMarked;
