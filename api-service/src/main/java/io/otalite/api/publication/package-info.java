/**
 * A publication is one step of a factory's version counter: targets, snapshot and timestamp signed, walked as a device would
 * walk them, and made visible together with their event, or not at all.
 */
@NullMarked
package io.otalite.api.publication;

import org.jspecify.annotations.NullMarked;
