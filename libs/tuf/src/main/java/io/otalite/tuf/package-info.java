/**
 * TUF metadata as plain values: what a repository signs, what a client accepts, and nothing in between.
 *
 * <p>A repository describes its content in four documents. {@link io.otalite.tuf.Root} names the keys,
 * {@link io.otalite.tuf.Targets} the content and to whom parts of it are delegated, {@link io.otalite.tuf.Snapshot} the
 * version of every targets file and {@link io.otalite.tuf.Timestamp} the version of the snapshot; together they are
 * {@link io.otalite.tuf.RoleMetadata}. Each is served as a {@link io.otalite.tuf.SignedMetadata}: the received bytes, the
 * object that was signed and its signatures. Signatures are always judged over what was received, members this library
 * does not know included.
 *
 * <p>The same content is served in two flavours. How they spell, sign and name it differs in a dozen ways, and all of
 * them are methods of {@link io.otalite.tuf.Dialect}; nothing else here asks which one it is. Methods without a dialect
 * mean the one of the specification.
 *
 * <p>Writing goes {@link io.otalite.tuf.Publication} → {@link io.otalite.tuf.MetadataWriter} →
 * {@link io.otalite.tuf.CanonicalJson}. Reading goes {@link io.otalite.tuf.StrictJson} →
 * {@link io.otalite.tuf.SignedMetadata} → {@link io.otalite.tuf.Verification}. {@link io.otalite.tuf.ClientWalk} puts
 * the reading side together in the order of the specification's client workflow, as a function of bytes and an instant:
 * it opens no file, no socket and reads no clock. {@link io.otalite.tuf.RootChain} is its first step by itself, and
 * {@link io.otalite.tuf.TargetSearch} goes on through the delegations to a single Target and its bytes.
 *
 * <p>Section numbers in comments are those of the TUF specification 1.0.34. Every value here is immutable and safe to
 * share between threads. What cannot be answered is a {@link io.otalite.tuf.TufException}; what a caller has to decide on
 * is a value.
 */
@NullMarked
package io.otalite.tuf;

import org.jspecify.annotations.NullMarked;
