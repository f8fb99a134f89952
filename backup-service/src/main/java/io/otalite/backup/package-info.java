/**
 * The archive of everything a factory ever published.
 *
 * <p>A record comes out of Kafka ({@code intake}), is verified and written once into a bucket ({@code archive}), or is set
 * aside with its reason when it can never be archived ({@code quarantine}). What cannot be done now is held, for as long as it
 * takes, and shown ({@code hold}): nothing that is missing outside, least of all the credential for the bucket
 * ({@code credential}), stops the process or loses a record. {@code completeness} proves from the bucket alone that no
 * version is missing; {@code health} says how the service is.
 *
 * <p>The object graph can be read in {@link io.otalite.backup.Wiring}.
 */
@NullMarked
package io.otalite.backup;

import org.jspecify.annotations.NullMarked;
