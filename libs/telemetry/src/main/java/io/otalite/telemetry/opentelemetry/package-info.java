/** Traces by the SDK of OpenTelemetry, sent to a collector. Every name of that library, and of its conventions' wire form, is here. */
@NullMarked
package io.otalite.telemetry.opentelemetry;

import org.jspecify.annotations.NullMarked;
