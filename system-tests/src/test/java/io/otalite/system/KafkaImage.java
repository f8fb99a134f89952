package io.otalite.system;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The published image of Kafka, as one node that is its own controller. */
final class KafkaImage {
    private static final String NAME = "apache/kafka:4.3.1";
    private static final int PORT = 9092;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int LARGEST_RECORD_BYTES = 16 * 1024 * 1024;

    private KafkaImage() {}

    /**
     * A broker that is not started yet.
     *
     * @param port on the loopback address of this machine; the broker tells it to its clients
     */
    static GenericContainer<?> container(int port) {
        var container = new GenericContainer<>(NAME)
                .withEnv(listeners(port))
                .withEnv(topics())
                .waitingFor(Wait.forLogMessage(".*Transitioning from RECOVERY to RUNNING.*", 1))
                .withStartupTimeout(PATIENCE);
        container.setPortBindings(List.of("127.0.0.1:%d:%d".formatted(port, PORT)));
        return container;
    }

    /** The broker finishes transactions through a connection to itself, for which what clients are told is of no use. */
    private static Map<String, String> listeners(int port) {
        return Map.of(
                "KAFKA_NODE_ID",
                "1",
                "KAFKA_PROCESS_ROLES",
                "broker,controller",
                "KAFKA_LISTENERS",
                "CLIENTS://:%d,BROKER://:9093,CONTROLLER://:9094".formatted(PORT),
                "KAFKA_ADVERTISED_LISTENERS",
                "CLIENTS://127.0.0.1:%d,BROKER://localhost:9093".formatted(port),
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                "CLIENTS:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "KAFKA_INTER_BROKER_LISTENER_NAME",
                "BROKER",
                "KAFKA_CONTROLLER_LISTENER_NAMES",
                "CONTROLLER",
                "KAFKA_CONTROLLER_QUORUM_VOTERS",
                "1@localhost:9094");
    }

    private static Map<String, String> topics() {
        var largest = Integer.toString(LARGEST_RECORD_BYTES);
        return Map.of(
                "KAFKA_AUTO_CREATE_TOPICS_ENABLE",
                "false",
                "KAFKA_MESSAGE_MAX_BYTES",
                largest,
                "KAFKA_REPLICA_FETCH_MAX_BYTES",
                largest,
                "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS",
                "0",
                "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR",
                "1",
                "KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS",
                "5",
                "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR",
                "1",
                "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR",
                "1",
                "KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS",
                "5");
    }
}
