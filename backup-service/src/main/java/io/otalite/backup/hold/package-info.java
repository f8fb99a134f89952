/**
 * Waiting without an end, in the open.
 *
 * <p>An archive must outlast every outage of what it depends on. So an action that cannot be done now is tried again for ever,
 * at a growing pace and at once when something has changed, while everybody can see what waits, since when and for what.
 * A dead letter topic would turn an outage into lost order; a crash would turn it into a second outage.
 */
@NullMarked
package io.otalite.backup.hold;

import org.jspecify.annotations.NullMarked;
