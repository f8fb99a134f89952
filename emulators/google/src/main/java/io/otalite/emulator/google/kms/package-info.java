/**
 * The part of Cloud KMS that encrypts and decrypts with symmetric keys: {@code cryptoKeys.encrypt} and {@code
 * cryptoKeys.decrypt}, with their checksums. Each key has one version, and nothing destroys it.
 */
@NullMarked
package io.otalite.emulator.google.kms;

import org.jspecify.annotations.NullMarked;
