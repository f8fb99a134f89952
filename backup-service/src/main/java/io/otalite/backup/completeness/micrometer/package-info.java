/** The completeness of the archive as metrics. Their names and tags are an interface: alerts are built on them. */
@NullMarked
package io.otalite.backup.completeness.micrometer;

import org.jspecify.annotations.NullMarked;
