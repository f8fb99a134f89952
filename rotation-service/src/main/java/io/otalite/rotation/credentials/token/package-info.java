/**
 * Tokens of random bits whose verifier goes by a list of hashes. {@link io.otalite.rotation.credentials.token.RandomTokens} is the issuer.
 */
@NullMarked
package io.otalite.rotation.credentials.token;

import org.jspecify.annotations.NullMarked;
