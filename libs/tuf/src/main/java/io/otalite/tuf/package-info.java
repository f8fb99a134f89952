/**
 * TUF metadata as plain values: what a repository signs, what a client accepts, and nothing in between.
 *
 * <p>A repository describes its content in four documents. {@link io.otalite.tuf.Root} names the keys,
 * {@link io.otalite.tuf.Targets} the content, {@link io.otalite.tuf.Snapshot} the version of the targets and
 * {@link io.otalite.tuf.Timestamp} the version of the snapshot. Each is served as a
 * {@link io.otalite.tuf.SignedMetadata}: the received bytes, the object that was signed and its signatures. Signatures
 * are always judged over what was received, members this library does not know included.
 *
 * <p>Writing goes {@link io.otalite.tuf.Publication} → {@link io.otalite.tuf.MetadataWriter} →
 * {@link io.otalite.tuf.CanonicalJson}. Reading goes {@link io.otalite.tuf.StrictJson} →
 * {@link io.otalite.tuf.SignedMetadata} → {@link io.otalite.tuf.Verification}. {@link io.otalite.tuf.ClientWalk} puts
 * the reading side together in the order of the specification's client workflow, as a function of bytes and an instant:
 * it opens no file, no socket and reads no clock. {@link io.otalite.tuf.RootChain} is its first step by itself.
 *
 * <p>The dialect is TUF 1.0.34 with Ed25519; section numbers in comments are those of that specification. Every value
 * here is immutable and safe to share between threads. What cannot be answered is a
 * {@link io.otalite.tuf.TufException}; what a caller has to decide on is a value.
 */
@NullMarked
package io.otalite.tuf;

import org.jspecify.annotations.NullMarked;
