package io.otalite.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.otalite.events.TopicDefinition;
import io.otalite.events.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTopicsTest {

    private static final short ONE_REPLICA = 1;

    @TempDir
    static Path directory;

    private static TestBroker broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(directory);
        admin = broker.admin();
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void givenNoTopics_whenEnsured_thenAllAreThereAsDefined() throws Exception {
        // When
        var findings = KafkaTopics.ensure(admin, Topics.all(), ONE_REPLICA);

        // Then
        assertThat(findings).isEmpty();
        for (var topic : Topics.all()) {
            assertThat(partitionsOf(topic.name())).isEqualTo(12);
            assertThat(settingsOf(topic.name())).containsAllEntriesOf(topic.settings());
        }
    }

    @Test
    void givenTopicsAsDefined_whenEnsuredAgain_thenThereIsNoFinding() throws Exception {
        // Given
        var topic = topic("again", 2, Map.of("retention.ms", "-1"));
        KafkaTopics.ensure(admin, List.of(topic), ONE_REPLICA);
        var partitions = partitionsOf("again");

        // When
        var findings = KafkaTopics.ensure(admin, List.of(topic), ONE_REPLICA);

        // Then
        assertThat(findings).isEmpty();
        assertThat(partitionsOf("again")).isEqualTo(partitions);
    }

    @Test
    void givenATopicThatDiffers_whenEnsured_thenEachDifferenceIsFoundAndNothingIsChanged() throws Exception {
        // Given
        var found = new NewTopic("differs", 3, ONE_REPLICA).configs(Map.of("retention.ms", "60000"));
        admin.createTopics(List.of(found)).all().get();
        var partitions = partitionsOf("differs");
        var wanted = topic("differs", 12, Map.of("retention.ms", "-1", "cleanup.policy", "delete", "no.such", "1"));

        // When
        var findings = KafkaTopics.ensure(admin, List.of(wanted), (short) 3);

        // Then
        assertThat(findings)
                .containsExactlyInAnyOrder(
                        new TopicFinding("differs", "partitions", "12", "3"),
                        new TopicFinding("differs", "replication factor", "3", "1"),
                        new TopicFinding("differs", "retention.ms", "-1", "60000"),
                        new TopicFinding("differs", "no.such", "1", "not known to the broker"));
        assertThat(partitionsOf("differs")).isEqualTo(partitions);
        assertThat(settingsOf("differs")).containsEntry("retention.ms", "60000");
    }

    @Test
    void givenSeveralProcesses_whenTheyEnsureAtOnce_thenNoneFails() throws Exception {
        // Given
        var topics = List.of(topic("at-once", 4, Map.of("retention.ms", "-1")));
        Callable<List<TopicFinding>> ensure = () -> {
            try (var own = broker.admin()) {
                return KafkaTopics.ensure(own, topics, ONE_REPLICA);
            }
        };

        // When
        try (var processes = Executors.newFixedThreadPool(4)) {
            var results = processes.invokeAll(List.of(ensure, ensure, ensure, ensure));

            // Then
            for (var result : results) {
                assertThat(result.get()).isEmpty();
            }
        }
        assertThat(partitionsOf("at-once")).isEqualTo(4);
    }

    @Test
    void givenABrokerThatRefuses_whenEnsured_thenTheFailureNamesTheTopic() {
        // Given
        var impossible = topic("impossible", 1, Map.of("cleanup.policy", "wish"));

        // When / Then
        assertThatThrownBy(() -> KafkaTopics.ensure(admin, List.of(impossible), ONE_REPLICA))
                .isInstanceOfSatisfying(
                        TopicsUnavailableException.class,
                        e -> assertThat(e.topic()).isEqualTo("impossible"));
    }

    private static TopicDefinition topic(String name, int partitions, Map<String, String> settings) {
        return new TopicDefinition(name, partitions, new TreeMap<>(settings));
    }

    /** Waits until the broker knows the topic: it does a moment after it said that it created it. */
    private static int partitionsOf(String topic) {
        return await().ignoreExceptionsInstanceOf(ExecutionException.class)
                .until(
                        () -> admin.describeTopics(List.of(topic))
                                .allTopicNames()
                                .get()
                                .get(topic),
                        Objects::nonNull)
                .partitions()
                .size();
    }

    private static Map<String, String> settingsOf(String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var settings = new TreeMap<String, String>();
        admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .entries()
                .forEach(entry -> settings.put(entry.name(), entry.value()));
        return settings;
    }
}
