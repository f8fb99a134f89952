package io.otalite.events.kafka;

import io.otalite.events.TopicDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes sure that topics exist as defined: a topic that a broker creates by itself would drop events after a week.
 */
public final class KafkaTopics {

    private final Admin admin;
    private final short replicationFactor;

    private KafkaTopics(Admin admin, short replicationFactor) {
        this.admin = admin;
        this.replicationFactor = replicationFactor;
    }

    /**
     * Creates the topics that are missing and compares those that are there. Nothing existing is changed. Safe to run in
     * several processes at once.
     *
     * @return one finding for each setting that differs; empty when all is as defined
     * @throws TopicsUnavailableException if the broker gave no answer within the admin client's time, or refused
     */
    public static List<TopicFinding> ensure(Admin admin, Collection<TopicDefinition> topics, short replicationFactor)
            throws InterruptedException {
        return new KafkaTopics(admin, replicationFactor).ensure(topics);
    }

    private List<TopicFinding> ensure(Collection<TopicDefinition> topics) throws InterruptedException {
        var existing = new ArrayList<TopicDefinition>();
        var missing = new ArrayList<TopicDefinition>();
        var descriptions = describe(topics);
        for (var topic : topics) {
            (descriptions.containsKey(topic.name()) ? existing : missing).add(topic);
        }
        var createdByOthers = create(missing);
        descriptions.putAll(describe(createdByOthers));
        existing.addAll(createdByOthers);
        return compare(existing, descriptions);
    }

    private Map<String, TopicDescription> describe(Collection<TopicDefinition> topics) throws InterruptedException {
        var answers = admin.describeTopics(
                        topics.stream().map(TopicDefinition::name).toList())
                .topicNameValues();
        var found = new HashMap<String, TopicDescription>();
        for (var answer : answers.entrySet()) {
            answerUnless(UnknownTopicOrPartitionException.class, answer.getValue(), answer.getKey())
                    .ifPresent(description -> found.put(answer.getKey(), description));
        }
        return found;
    }

    /** Returns the topics that another process created in the meantime. */
    private List<TopicDefinition> create(Collection<TopicDefinition> missing) throws InterruptedException {
        var answers = admin.createTopics(missing.stream()
                .map(topic ->
                        new NewTopic(topic.name(), topic.partitions(), replicationFactor).configs(topic.settings()))
                .toList());
        var createdByOthers = new ArrayList<TopicDefinition>();
        for (var topic : missing) {
            var created = answers.topicId(topic.name());
            if (answerUnless(TopicExistsException.class, created, topic.name()).isEmpty()) {
                createdByOthers.add(topic);
            }
        }
        return createdByOthers;
    }

    /** A topic that another process made this instant may have no description yet: it is compared at the next start. */
    private List<TopicFinding> compare(List<TopicDefinition> existing, Map<String, TopicDescription> descriptions)
            throws InterruptedException {
        var answers = admin.describeConfigs(
                        existing.stream().map(KafkaTopics::resource).toList())
                .values();
        var findings = new ArrayList<TopicFinding>();
        for (var topic : existing) {
            var description = descriptions.get(topic.name());
            var config = answers.get(resource(topic));
            if (description != null && config != null) {
                findings.addAll(compareShape(topic, description));
                findings.addAll(compareSettings(topic, answer(config, topic.name())));
            }
        }
        return List.copyOf(findings);
    }

    private List<TopicFinding> compareShape(TopicDefinition topic, TopicDescription found) {
        var findings = new ArrayList<TopicFinding>();
        var partitions = found.partitions().size();
        if (partitions != topic.partitions()) {
            findings.add(finding(topic, "partitions", topic.partitions(), partitions));
        }
        var replicas = found.partitions().getFirst().replicas().size();
        if (replicas < replicationFactor) {
            findings.add(finding(topic, "replication factor", replicationFactor, replicas));
        }
        return findings;
    }

    private static List<TopicFinding> compareSettings(TopicDefinition topic, Config config) {
        var findings = new ArrayList<TopicFinding>();
        topic.settings().forEach((setting, expected) -> {
            var entry = Optional.ofNullable(config.get(setting));
            var found = entry.map(e -> String.valueOf(e.value())).orElse("not known to the broker");
            if (!found.equals(expected)) {
                findings.add(new TopicFinding(topic.name(), setting, expected, found));
            }
        });
        return findings;
    }

    private static TopicFinding finding(TopicDefinition topic, String setting, int expected, int found) {
        return new TopicFinding(topic.name(), setting, Integer.toString(expected), Integer.toString(found));
    }

    private static ConfigResource resource(TopicDefinition topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    /** The answer of the broker, or none if it is the failure that was to be expected. */
    private static <T> Optional<T> answerUnless(
            Class<? extends RuntimeException> expectedFailure, KafkaFuture<T> future, String topic)
            throws InterruptedException {
        try {
            return Optional.of(answer(future, topic));
        } catch (TopicsUnavailableException e) {
            if (expectedFailure.isInstance(e.getCause())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static <T> T answer(KafkaFuture<T> future, String topic) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new TopicsUnavailableException(topic, e.getCause());
        }
    }
}
