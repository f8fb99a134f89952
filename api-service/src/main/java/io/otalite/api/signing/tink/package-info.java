/**
 * Encryption with Tink: private keys under the data key of their factory, data keys under a key-encryption key. What stands
 * in a file is a key-encryption key.
 */
@NullMarked
package io.otalite.api.signing.tink;

import org.jspecify.annotations.NullMarked;
