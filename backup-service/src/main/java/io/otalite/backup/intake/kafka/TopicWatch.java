package io.otalite.backup.intake.kafka;

import io.otalite.events.EventException;
import io.otalite.events.Topics;
import io.otalite.events.kafka.KafkaTopics;
import io.otalite.events.kafka.TopicFinding;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the topics exist and are as they must be, whoever was started first, and notices when the broker is away
 * while there is nothing to do.
 */
public final class TopicWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

    private final Map<String, Object> config;
    private final short replicationFactor;
    private volatile List<String> findings = List.of();
    private @Nullable Admin admin;

    /** @param replicationFactor of a topic that has to be created; -1 leaves it to the broker */
    public TopicWatch(Map<String, Object> broker, short replicationFactor, Duration timeout) {
        this.config = new HashMap<>(broker);
        this.replicationFactor = replicationFactor;
        var millis = (int) timeout.toMillis();
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    }

    /** Asks the broker once; called by one thread, again and again. */
    public void look() {
        try {
            note(KafkaTopics.ensure(admin(), Topics.all(), replicationFactor).stream()
                    .map(TopicFinding::toString)
                    .toList());
        } catch (EventException | KafkaException noAnswer) {
            note(List.of("The broker does not answer about its topics"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the last look found wrong, one sentence each; empty when all is well. */
    public List<String> findings() {
        return findings;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    private void note(List<String> found) {
        var before = findings;
        findings = found;
        if (!found.equals(before)) {
            found.forEach(
                    finding -> LOG.atWarn().addKeyValue("finding", finding).log("Topics are not as they must be"));
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(config);
        }
        return admin;
    }
}
