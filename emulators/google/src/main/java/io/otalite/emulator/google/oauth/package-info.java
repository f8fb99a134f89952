/**
 * The token endpoint and the check of every bearer token.
 *
 * <p>Two doors lead in: an assertion that is exchanged for an opaque token, and an assertion that is used as a token itself.
 * Both go through {@link io.otalite.emulator.google.oauth.AssertionVerifier}, so that a disabled key is refused at both.
 */
@NullMarked
package io.otalite.emulator.google.oauth;

import org.jspecify.annotations.NullMarked;
