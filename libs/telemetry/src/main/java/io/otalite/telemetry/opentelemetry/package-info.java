/** Traces by the SDK of OpenTelemetry, sent to a collector by its exporter. Every name of that library is here. */
@NullMarked
package io.otalite.telemetry.opentelemetry;

import org.jspecify.annotations.NullMarked;
