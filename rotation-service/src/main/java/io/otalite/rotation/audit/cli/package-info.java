/** The audit on a command line. */
@NullMarked
package io.otalite.rotation.audit.cli;

import org.jspecify.annotations.NullMarked;
