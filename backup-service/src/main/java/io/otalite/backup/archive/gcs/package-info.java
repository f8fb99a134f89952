/**
 * The archive in Google Cloud Storage, through Google's own client.
 *
 * <p>Every write carries the precondition "generation 0", which makes it repeatable; every failure is judged by
 * {@link io.otalite.backup.archive.gcs.GcsFailures} and not by what the library calls retryable, which is wrong for all
 * troubles of the token endpoint.
 */
@NullMarked
package io.otalite.backup.archive.gcs;

import org.jspecify.annotations.NullMarked;
