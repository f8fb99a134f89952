package io.otalite.local.kafka;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The main class of the broker's process: one node that is its own controller (KRaft), with a data directory that
 * survives. It is the broker itself and not a double, because transactions, fencing and compaction are what the services
 * rely on.
 */
@Command(
        name = "kafka-broker",
        description = "Runs a Kafka broker of one node on the loopback address until it is asked to end.",
        mixinStandardHelpOptions = true)
public final class KafkaBroker implements Callable<Integer> {
    private static final int NODE = 1;
    private static final int LARGEST_RECORD_BYTES = 16 * 1024 * 1024;
    private static final long CLEANER_BYTES = 16L * 1024 * 1024;
    private static final String CONTROLLER = "CONTROLLER";

    @Option(names = "--data", required = true, description = "Data directory; made and formatted when missing.")
    private Path data = Path.of(".");

    @Option(names = "--port", required = true, description = "Port for clients.")
    private int port;

    @Option(names = "--controller-port", required = true, description = "Port the broker talks to itself on.")
    private int controllerPort;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new KafkaBroker()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(data);
        if (Files.notExists(data.resolve("meta.properties"))) {
            format(data);
        }
        var server = new KafkaRaftServer(new KafkaConfig(settings(data, port, controllerPort)), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "shutdown"));
        server.startup();
        server.awaitShutdown();
        return 0;
    }

    private static void format(Path data) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setControllerListenerName(CONTROLLER)
                .setMetadataLogDirectory(data.toString())
                .setDirectories(List.of(data.toString()))
                .setIgnoreFormatted(true)
                .run();
    }

    private static Properties settings(Path data, int port, int controllerPort) {
        var settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE);
        settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put(
                "listeners", "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d".formatted(port, CONTROLLER, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER));
        settings.put("log.dirs", data.toString());
        // A topic exists because somebody created it with the right settings, never because somebody asked for it.
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", LARGEST_RECORD_BYTES);
        settings.put("replica.fetch.max.bytes", LARGEST_RECORD_BYTES);
        settings.put("group.initial.rebalance.delay.ms", 0);
        // The default of 128 MiB is taken twice while the cleaner is started anew, and the heap has little more.
        settings.put("log.cleaner.dedupe.buffer.size", CLEANER_BYTES);
        // After kill -9 the next broker may register only when the session of the one before has ended; default 9 s.
        settings.put("broker.session.timeout.ms", 3000);
        settings.put("broker.heartbeat.interval.ms", 500);
        oneReplica(settings);
        return settings;
    }

    /** The broker's own topics want three replicas and fifty partitions unless told that there is one node. */
    private static void oneReplica(Properties settings) {
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "5");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "5");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
    }
}
