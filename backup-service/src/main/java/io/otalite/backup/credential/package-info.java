/**
 * The credential for the bucket, as a thing that comes, goes, and may be wrong.
 *
 * <p>A key is mounted as a file and rotated by others. No state of that file is a reason to stop: the service starts without
 * it, takes a new one up within seconds, and works on with the last good key while a new one is bad. A key counts as good
 * only when it has been proven: the issuer gave a token for it, and the bucket lets its account in.
 */
@NullMarked
package io.otalite.backup.credential;

import org.jspecify.annotations.NullMarked;
