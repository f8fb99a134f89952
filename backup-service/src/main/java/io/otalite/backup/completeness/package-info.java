/**
 * Proves from the bucket alone that nothing is missing.
 *
 * <p>An archive whose holes nobody notices is none. Versions count up from 1 without gaps, each names the digest of the one
 * before, and what contradicted an archived version stands in quarantine: three facts that need neither Kafka nor the
 * publishing service to be checked.
 */
@NullMarked
package io.otalite.backup.completeness;

import org.jspecify.annotations.NullMarked;
