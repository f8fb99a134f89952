package io.otalite.backup.hold;

import java.time.Instant;

/**
 * Something that waits.
 *
 * @param what the record, as {@code topic/partition/offset}
 * @param detail what was found at the last attempt, for an operator
 * @param since when the first attempt failed
 * @param attempts how many have failed
 */
public record Hold(String what, HoldCause cause, String detail, Instant since, int attempts) {}
