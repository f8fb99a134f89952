package io.otalite.outbox;

import static java.util.stream.Collectors.toMap;

import io.otalite.events.TopicDefinition;
import io.otalite.events.kafka.KafkaTopics;
import io.otalite.events.kafka.TopicFinding;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that the relay sends to. They are made sure of before the first row is sent and again whenever that is in
 * doubt: a topic that someone deleted would otherwise hold its rows for ever. Used by the relay's thread only.
 */
final class RelayTopics {

    private static final Logger LOG = LoggerFactory.getLogger(RelayTopics.class);

    private final List<TopicDefinition> definitions;
    private final short replicationFactor;
    private final Map<String, Object> configuration;
    private final RelayState state;
    private List<TopicFinding> findings = List.of();
    private boolean certain;

    RelayTopics(
            List<TopicDefinition> definitions, short replicationFactor, Map<String, Object> kafka, RelayState state) {
        this.definitions = List.copyOf(definitions);
        this.replicationFactor = replicationFactor;
        this.configuration = configuration(kafka);
        this.state = state;
    }

    /** Asks the broker unless it has been asked since the last {@link #doubt()}. */
    void ensure() throws InterruptedException {
        if (certain) {
            return;
        }
        var admin = Admin.create(configuration);
        try {
            report(KafkaTopics.ensure(admin, definitions, replicationFactor));
        } finally {
            admin.close(Duration.ZERO);
        }
        certain = true;
    }

    void doubt() {
        certain = false;
    }

    private void report(List<TopicFinding> found) {
        if (!found.equals(findings)) {
            found.forEach(finding -> LOG.atWarn()
                    .addKeyValue("topic", finding.topic())
                    .addKeyValue("setting", finding.setting())
                    .addKeyValue("expected", finding.expected())
                    .addKeyValue("found", finding.found())
                    .log("Topic is not as defined"));
        }
        findings = found;
        state.topicFindings(found);
    }

    private static Map<String, Object> configuration(Map<String, Object> kafka) {
        var configuration = new HashMap<String, Object>();
        configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        // What is meant for the producer would only be warned of here.
        configuration.putAll(kafka.entrySet().stream()
                .filter(entry -> AdminClientConfig.configNames().contains(entry.getKey()))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
        return configuration;
    }
}
