/**
 * What ties the lines of the logs and the spans of a trace together: {@link io.otalite.telemetry.LogContext} names what a thread
 * works on, {@link io.otalite.telemetry.Tracing} records how long that took, and {@link io.otalite.telemetry.Traceparent} carries a
 * trace to the next service.
 *
 * <p>The trace that a thread works in stands in its log context. So a log line names the very span that an event continues, and what
 * carries the one to another thread carries the other.
 */
@NullMarked
package io.otalite.telemetry;

import org.jspecify.annotations.NullMarked;
