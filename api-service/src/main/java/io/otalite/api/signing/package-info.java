/**
 * The online signing keys of a factory: made here, kept encrypted, unlocked for one publication. Each is encrypted under the data
 * key of its factory, and that one is wrapped under a key-encryption key, which can therefore be changed without touching a
 * private key.
 */
@NullMarked
package io.otalite.api.signing;

import org.jspecify.annotations.NullMarked;
