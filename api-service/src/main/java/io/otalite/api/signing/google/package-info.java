/**
 * A key-encryption key in Google Cloud KMS, over its REST API. Every answer is checked end to end by CRC-32C in both directions,
 * and nothing it says is quoted.
 */
@NullMarked
package io.otalite.api.signing.google;

import org.jspecify.annotations.NullMarked;
