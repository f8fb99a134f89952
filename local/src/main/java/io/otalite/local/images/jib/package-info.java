/** Images written by Jib: to a file, to an engine on this machine, or to a registry. */
@NullMarked
package io.otalite.local.images.jib;

import org.jspecify.annotations.NullMarked;
