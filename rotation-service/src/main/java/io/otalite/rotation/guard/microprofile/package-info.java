/** Whether the guard is on, in the health of the service. */
@NullMarked
package io.otalite.rotation.guard.microprofile;

import org.jspecify.annotations.NullMarked;
