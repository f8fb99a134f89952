/**
 * Containers that are only played, as the annotations of their pod say: for tests of hundreds of pods, and of what goes
 * wrong at a certain second.
 */
@NullMarked
package io.otalite.emulator.cluster.kubelet.scripted;

import org.jspecify.annotations.NullMarked;
