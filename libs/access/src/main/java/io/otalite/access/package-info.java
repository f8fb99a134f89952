/**
 * Access tokens: how they are made, kept and recognised.
 *
 * <p>A token is 256 random bits, so its plain SHA-256 is as hard to turn back as the token is to guess: what is stored or
 * mounted is only that hash ({@link io.otalite.access.TokenHash}), and the token itself is shown once, to its owner.
 */
@NullMarked
package io.otalite.access;

import org.jspecify.annotations.NullMarked;
