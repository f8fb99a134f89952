/** What services measure alike, with the library Micrometer. Whoever uses it brings that library. */
@NullMarked
package io.otalite.telemetry.micrometer;

import org.jspecify.annotations.NullMarked;
