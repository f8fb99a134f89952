/**
 * User-managed keys of Google service accounts. {@link io.otalite.rotation.credentials.google.GoogleKeys} is the issuer: {@code IamKeys}
 * are its calls to IAM, an {@code Origin} is where the private half comes from, {@code KeyProof} uses a new key, {@code KeyMetric} knows
 * when one was used.
 */
@NullMarked
package io.otalite.rotation.credentials.google;

import org.jspecify.annotations.NullMarked;
