/** What every controller of pods needs: reading, creating and deleting them, owning them, comparing their templates. */
@NullMarked
package io.otalite.emulator.cluster.controllers.pods;

import org.jspecify.annotations.NullMarked;
