/**
 * What is archived, under which name, and on what proof.
 *
 * <p>A version has exactly one name, {@link io.otalite.backup.archive.ArchiveLayout}, and a name is written once: the bucket
 * itself refuses a second content, so that a contradiction is detected and never overwritten. Before a document is
 * written it is verified against the factory's own chain of roots, whose first root is pinned in the same way
 * ({@link io.otalite.backup.archive.ArchiveRoot}, {@link io.otalite.backup.archive.ArchiveTargets}). What is written are the
 * received bytes, never a form made from them.
 */
@NullMarked
package io.otalite.backup.archive;

import org.jspecify.annotations.NullMarked;
