/**
 * Envelope encryption with Tink.
 */
@NullMarked
package io.otalite.api.signing.tink;

import org.jspecify.annotations.NullMarked;
