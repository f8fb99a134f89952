/**
 * What a change of the key-encryption key shows of itself.
 */
@NullMarked
package io.otalite.api.signing.micrometer;

import org.jspecify.annotations.NullMarked;
