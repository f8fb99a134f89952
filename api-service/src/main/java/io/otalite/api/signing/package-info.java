/**
 * The online signing keys of a factory: made here, kept encrypted, unlocked for one publication.
 */
@NullMarked
package io.otalite.api.signing;

import org.jspecify.annotations.NullMarked;
