package io.otalite.benchmarks.restart;

import io.otalite.benchmarks.load.LoadException;
import io.otalite.events.CloudEvents;
import io.otalite.events.KeyRotated;
import io.otalite.events.Topics;
import io.otalite.events.kafka.KafkaRecords;
import io.otalite.events.kafka.KafkaTopics;
import io.otalite.local.kafka.KafkaBroker;
import io.otalite.rotation.restart.KeyRotations;
import io.otalite.rotation.restart.kafka.KeyRotatedConsumer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Through a broker of its own, which is another process, and the service's own consumer. */
public final class KafkaPath implements EventPath {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final URI SOURCE = URI.create("urn:benchmark");

    private final Process broker;
    private final Map<String, Object> address;
    private final Producer<String, byte[]> producer;
    private @Nullable KeyRotatedConsumer consumer;

    private KafkaPath(Process broker, int port) throws InterruptedException {
        this.broker = broker;
        this.address = Map.of("bootstrap.servers", "127.0.0.1:" + port);
        try (var admin = Admin.create(address)) {
            KafkaTopics.ensure(admin, List.of(Topics.KEYS_ROTATED), (short) 1);
        }
        this.producer = new KafkaProducer<>(address, new StringSerializer(), new ByteArraySerializer());
    }

    /** Starts a broker with the heap of a local system. @param folder for its data and its log */
    public static KafkaPath start(Path folder) throws InterruptedException {
        try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = one.getLocalPort();
            var controllerPort = other.getLocalPort();
            one.close();
            other.close();
            return new KafkaPath(broker(folder, port, controllerPort), port);
        } catch (IOException e) {
            throw new LoadException("The broker does not start", e);
        }
    }

    private static Process broker(Path folder, int port, int controllerPort) throws IOException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaBroker.class.getName(),
                "--data",
                folder.resolve("kafka").toString(),
                "--port",
                Integer.toString(port),
                "--controller-port",
                Integer.toString(controllerPort));
        var broker = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("kafka.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::destroyForcibly, "stop-broker"));
        return broker;
    }

    @Override
    public void open(KeyRotations rotations) {
        consumer = new KeyRotatedConsumer(
                address, "ota-rotation-restarts", rotations, () -> true, PATIENCE, Clock.systemUTC());
        consumer.start();
    }

    @Override
    public void tell(KeyRotated event) {
        var message = KafkaRecords.toRecord(CloudEvents.encode(event, SOURCE));
        try {
            producer.send(message).get();
        } catch (ExecutionException e) {
            throw new LoadException("The event cannot be sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("The event was not sent in time", e);
        }
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
        producer.close();
        broker.destroy();
        try {
            if (!broker.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                broker.destroyForcibly();
            }
        } catch (InterruptedException e) {
            broker.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
