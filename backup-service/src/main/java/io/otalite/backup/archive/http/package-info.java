/** The archive over REST: what is archived, and the exact bytes of it. */
@NullMarked
package io.otalite.backup.archive.http;

import org.jspecify.annotations.NullMarked;
