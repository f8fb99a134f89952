/** The intake's numbers. Their names and tags are an interface: alerts are built on them. */
@NullMarked
package io.otalite.backup.intake.micrometer;

import org.jspecify.annotations.NullMarked;
