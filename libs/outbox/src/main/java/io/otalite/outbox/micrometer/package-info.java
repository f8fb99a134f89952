/** The outbox as metrics. Their names and tags are an interface: alerts are built on them. */
@NullMarked
package io.otalite.outbox.micrometer;

import org.jspecify.annotations.NullMarked;
