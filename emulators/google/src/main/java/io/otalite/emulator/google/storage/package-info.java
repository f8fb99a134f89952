/**
 * Buckets and objects behind the JSON API of Cloud Storage, kept as plain files.
 *
 * <p>An object is a content file with exactly the bytes that were stored and a small JSON file that names it. Renaming the
 * JSON file into place is the commit; it happens under the lock of the bucket, together with the check of the preconditions.
 * {@link io.otalite.emulator.google.storage.StoredObjects} reads the same files without the server.
 */
@NullMarked
package io.otalite.emulator.google.storage;

import org.jspecify.annotations.NullMarked;
