/**
 * Encryption of private keys with Tink, directly under the key-encryption key: another key means encrypting them anew.
 */
@NullMarked
package io.otalite.api.signing.tink;

import org.jspecify.annotations.NullMarked;
