package io.otalite.backup.archive;

import io.otalite.events.EventMessage;
import java.time.Instant;

/**
 * A record as it came, before anybody has understood it.
 *
 * @param written the time stamp of the record
 */
public record ReceivedRecord(RecordPosition position, Instant written, EventMessage message) {}
