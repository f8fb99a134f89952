/**
 * The door of every REST service: who may come in, how a refusal reads, and how a list is paged.
 *
 * <p>Each service gets the {@link io.otalite.rest.AccessFilter} by having this library on its class path, and
 * supplies the {@link io.otalite.rest.Authorisation} that it asks; {@link io.otalite.rest.AdminToken} is the simplest. Refusals are problem details (RFC 9457) that
 * also carry the {@code message} and {@code errors} members which fioctl prints.
 *
 * <p>Every request has a {@link io.otalite.rest.RequestId}, in its answer and in the log; {@link io.otalite.rest.RequestTelemetry} sees to
 * that, and to its span.
 */
@NullMarked
package io.otalite.rest;

import org.jspecify.annotations.NullMarked;
