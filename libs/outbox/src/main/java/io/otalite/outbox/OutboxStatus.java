package io.otalite.outbox;

import io.otalite.events.kafka.TopicFinding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an operator wants to know about the outbox. None of it says that the service is unwell: with an outbox that does
 * not move, publishing goes on.
 *
 * @param active whether this relay is the elected one and reached the broker; false for a stand-by
 * @param pendingRows rows that are to be sent, also those that wait behind a blocked one
 * @param blockedRows rows that the broker will never take as they are; someone has to decide about them
 * @param oldestPending how long the oldest of the pending rows has waited; absent when there is none
 * @param lastError what holds rows back, or held them back when the relay last looked; absent when all is well
 * @param topicFindings how topics differ from their definitions
 */
public record OutboxStatus(
        boolean active,
        long pendingRows,
        long blockedRows,
        Optional<Duration> oldestPending,
        Optional<String> lastError,
        List<TopicFinding> topicFindings) {

    public OutboxStatus {
        topicFindings = List.copyOf(topicFindings);
    }
}
