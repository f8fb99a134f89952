/**
 * What a test or a demonstration wants to go wrong: statuses, delays, dropped connections, lost responses.
 */
@NullMarked
package io.otalite.emulator.google.faults;

import org.jspecify.annotations.NullMarked;
