/**
 * The services of the system, run by a cluster from the same manifests as in production. The cluster is the emulator on this
 * machine; nothing here knows that, except that it can name the process behind a container.
 */
@NullMarked
package io.otalite.local.cluster;

import org.jspecify.annotations.NullMarked;
