/** Test results of all modules, summed up for the person who ran {@code ./ota test}. */
@NullMarked
package io.otalite.local.report;

import org.jspecify.annotations.NullMarked;
