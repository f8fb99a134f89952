/**
 * What can never be archived: kept with its bytes and its reason, so that it neither stops what follows nor disappears.
 *
 * <p>The quarantine stands in the same bucket and is written once like everything else. While the bucket is away a record is
 * held before it is quarantined, too: a record is only ever let go when it is durable somewhere.
 */
@NullMarked
package io.otalite.backup.quarantine;

import org.jspecify.annotations.NullMarked;
