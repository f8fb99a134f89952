package io.otalite.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.otalite.events.EventMessage;
import io.otalite.events.TopicDefinition;
import io.otalite.events.kafka.TestBroker;
import io.otalite.outbox.micrometer.OutboxMetrics;
import io.otalite.telemetry.Tracing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/** An outbox, a topic of its own on a broker, and relays between them. */
final class RelayScene implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    final OutboxDatabase database = OutboxDatabase.create();
    final String topic = "numbers-" + COUNT.incrementAndGet();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private final TestBroker broker;
    private final Map<String, Object> kafka;
    private final List<AutoCloseable> opened = new ArrayList<>();

    RelayScene(TestBroker broker) throws SQLException {
        this.broker = broker;
        kafka = new HashMap<>(broker.clientSettings());
        // Shorter than in production, so that what is given up is given up within a test.
        kafka.put("max.block.ms", 2_000);
        kafka.put("request.timeout.ms", 1_000);
        kafka.put("delivery.timeout.ms", 3_000);
        kafka.put("default.api.timeout.ms", 2_000);
        // Above the topic's limit, so that a row can be too large for the one and not for the other.
        kafka.put("max.request.size", 300_000);
    }

    /** A relay that works as soon as it can, and sends to the scene's topic. */
    OutboxRelay startRelay() {
        return startRelay(definition());
    }

    OutboxRelay startRelay(TopicDefinition definition) {
        return startRelay(definition, Duration.ofMillis(50));
    }

    /** A relay that is observed by this one, and measured by nobody. */
    OutboxRelay startRelay(RelayObserver observer) {
        return start(definition(), Duration.ofMillis(50), observer);
    }

    /** A relay that finds a row by itself only when every test has given up. */
    OutboxRelay startPatientRelay() {
        return startRelay(definition(), Duration.ofHours(1));
    }

    private OutboxRelay startRelay(TopicDefinition definition, Duration pollInterval) {
        var metrics = new OutboxMetrics(registry);
        var relay = start(definition, pollInterval, metrics);
        metrics.show(relay);
        return relay;
    }

    private OutboxRelay start(TopicDefinition definition, Duration pollInterval, RelayObserver observer) {
        var settings =
                new RelaySettings("relay-" + topic, (short) 1, 50, 100_000, pollInterval, Duration.ofMillis(500));
        var relay = new OutboxRelay(database.dataSource(), settings, kafka, List.of(definition), Tracing.OFF, observer);
        opened.add(relay);
        relay.start();
        return relay;
    }

    TopicDefinition definition() {
        return new TopicDefinition(topic, 3, new TreeMap<>(Map.of("max.message.bytes", "100000")));
    }

    EventMessage message(String key, int number) {
        return Messages.of(topic, key, number);
    }

    void append(String key, int... numbers) throws SQLException {
        database.append(
                IntStream.of(numbers).mapToObj(number -> message(key, number)).toArray(EventMessage[]::new));
    }

    TopicReader reader() {
        awaiting().untilAsserted(() -> {
            try (var admin = broker.admin()) {
                assertThat(admin.listTopics().names().get()).contains(topic);
            }
        });
        var reader = new TopicReader(broker.clientSettings(), topic);
        opened.add(reader);
        return reader;
    }

    static ConditionFactory awaiting() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    static void eventually(ThrowingRunnable assertion) {
        awaiting().untilAsserted(assertion);
    }

    @Override
    public void close() throws Exception {
        for (var each : opened.reversed()) {
            each.close();
        }
    }
}
