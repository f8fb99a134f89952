/** The quarantine over REST: what was set aside and why, and its bytes. */
@NullMarked
package io.otalite.backup.quarantine.http;

import org.jspecify.annotations.NullMarked;
