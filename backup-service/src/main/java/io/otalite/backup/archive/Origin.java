package io.otalite.backup.archive;

/**
 * Where a document came from; noted beside it so that the two can be compared later.
 *
 * @param eventId the CloudEvents id
 */
public record Origin(RecordPosition position, String eventId) {}
