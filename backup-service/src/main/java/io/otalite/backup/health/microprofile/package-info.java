/** The three questions as probes on the management port. */
@NullMarked
package io.otalite.backup.health.microprofile;

import org.jspecify.annotations.NullMarked;
