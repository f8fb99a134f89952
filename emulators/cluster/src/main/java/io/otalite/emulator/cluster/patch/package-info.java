/** The four ways to patch an object, and who owns which of its fields. */
@NullMarked
package io.otalite.emulator.cluster.patch;

import org.jspecify.annotations.NullMarked;
