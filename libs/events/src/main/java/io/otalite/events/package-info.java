/**
 * What the services tell each other, and how it looks on the wire.
 *
 * <p>An {@link io.otalite.events.Event} is a record: what happened, to which document, when. {@link
 * io.otalite.events.CloudEvents} turns it into an {@link io.otalite.events.EventMessage} and back, following CloudEvents
 * 1.0 in binary mode: attributes stand in headers, so that the value of a published document is the very bytes that
 * were signed and nobody has to re-encode them.
 *
 * <p>A reader is older than a writer some day. Therefore a type it does not know becomes {@link
 * io.otalite.events.Unrecognised}, headers it does not know are left alone, and members are only ever added within a
 * version. What contradicts itself is refused with a {@link io.otalite.events.MalformedEventException}.
 *
 * <p>This package knows no broker; the sub-package {@code kafka} does.
 */
@NullMarked
package io.otalite.events;

import org.jspecify.annotations.NullMarked;
