package io.otalite.benchmarks.load;

import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageOptions;
import io.otalite.events.Topics;
import io.otalite.local.system.Archive;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The peer of the archive: the same records from the same broker, put into the same bucket by the same client, and nothing
 * else. It verifies no signature, quarantines nothing and keeps no order, so it is the least that archiving can cost.
 */
final class PlainLoop {
    /** As many as backup-service has consumers of this topic. */
    private static final int LOOPS = 3;

    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;
    private final URI storageHost;
    private final Path credential;

    /** @param credential the file with a service-account key that may create objects in the archive's bucket */
    PlainLoop(String bootstrapServers, URI storageHost, Path credential) {
        this.bootstrapServers = bootstrapServers;
        this.storageHost = storageHost;
        this.credential = credential;
    }

    /** Where the topic of published Targets ends now. */
    Map<TopicPartition, Long> ends() {
        try (var consumer = consumer()) {
            return Map.copyOf(consumer.endOffsets(partitions()));
        }
    }

    private static List<TopicPartition> partitions() {
        var topic = Topics.TARGETS_PUBLISHED;
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    /** Puts what lies between these offsets under names of its own, and says how long that took. */
    ArchiveLedger.Span run(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to) throws InterruptedException {
        // Nothing of the storage client needs closing: it keeps its connections in the JDK's own pool.
        var storage = storage();
        try (var loops = Executors.newFixedThreadPool(LOOPS)) {
            var running = new ArrayList<Future<List<Long>>>();
            for (int i = 0; i < LOOPS; i++) {
                var share = share(i, from);
                running.add(loops.submit(() -> loop(share, from, to, storage)));
            }
            return span(running);
        }
    }

    private static ArchiveLedger.Span span(List<Future<List<Long>>> running) throws InterruptedException {
        var all = new ArrayList<Long>();
        for (var loop : running) {
            try {
                all.addAll(loop.get());
            } catch (ExecutionException e) {
                throw new LoadException("The plain loop ended before its time: " + e.getCause(), e);
            }
        }
        return all.isEmpty()
                ? ArchiveLedger.Span.EMPTY
                : new ArchiveLedger.Span(all.size(), Collections.min(all), Collections.max(all));
    }

    private static List<TopicPartition> share(int loop, Map<TopicPartition, Long> from) {
        return from.keySet().stream()
                .filter(partition -> partition.partition() % LOOPS == loop)
                .toList();
    }

    private List<Long> loop(
            List<TopicPartition> share, Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Storage storage) {
        var putNanos = new ArrayList<Long>();
        try (var consumer = consumer()) {
            consumer.assign(share);
            share.forEach(partition -> consumer.seek(partition, offset(from, partition)));
            while (share.stream().anyMatch(partition -> consumer.position(partition) < offset(to, partition))) {
                for (var read : consumer.poll(POLL)) {
                    put(storage, read);
                    putNanos.add(System.nanoTime());
                }
            }
        }
        return putNanos;
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }

    private static void put(Storage storage, ConsumerRecord<String, byte[]> read) {
        var name = "plain-loop/%d/%020d".formatted(read.partition(), read.offset());
        var object = BlobInfo.newBuilder(Archive.BUCKET, name)
                .setContentType("application/json")
                .build();
        var unused = storage.create(object, read.value(), BlobTargetOption.doesNotExist());
    }

    private Storage storage() {
        try (var key = Files.newInputStream(credential)) {
            return StorageOptions.http()
                    .setHost(storageHost.toString())
                    .setProjectId(Archive.PROJECT)
                    .setCredentials(ServiceAccountCredentials.fromStream(key))
                    .build()
                    .getService();
        } catch (IOException e) {
            throw new LoadException("The archive's credential " + credential + " cannot be read", e);
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
