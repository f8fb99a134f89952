package io.otalite.benchmarks.load;

import io.otalite.events.CloudEvents;
import io.otalite.events.TargetsArchived;
import io.otalite.events.Topics;
import io.otalite.local.kafka.KafkaUnavailableException;
import io.otalite.local.kafka.TopicReader;
import io.otalite.tuf.Dialect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the ledger of each version that is archived, from the events that anybody can read. */
final class ArchivedEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArchivedEvents.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ArchiveLedger ledger;
    private final Thread reading;
    private volatile boolean closed;

    private ArchivedEvents(TopicReader reader, ArchiveLedger ledger) {
        this.ledger = ledger;
        this.reading = Thread.ofPlatform().name("archived-events").unstarted(() -> {
            try (reader) {
                readAll(reader);
            }
        });
    }

    /**
     * Reads from now on.
     *
     * @throws LoadException when the topic does not come to be; the services make it
     */
    static ArchivedEvents open(String bootstrapServers, ArchiveLedger ledger) throws InterruptedException {
        var events = new ArchivedEvents(reader(bootstrapServers), ledger);
        events.reading.start();
        return events;
    }

    private static TopicReader reader(String bootstrapServers) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return TopicReader.fromNow(bootstrapServers, Topics.TARGETS_ARCHIVED.name());
            } catch (KafkaUnavailableException e) {
                if (System.nanoTime() > end) {
                    throw new LoadException("The events of the archive cannot be read", e);
                }
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            }
        }
    }

    private void readAll(TopicReader reader) {
        while (!closed) {
            try {
                for (var received : reader.poll(POLL)) {
                    var nanos = System.nanoTime();
                    if (CloudEvents.decode(received.message()) instanceof TargetsArchived archived
                            && archived.identity().dialect().equals(Dialect.TUF)) {
                        ledger.archived(archived.identity().toString(), nanos);
                    }
                }
            } catch (KafkaUnavailableException e) {
                // The reader stands where it stood; scenarios take the broker away.
                LOG.atWarn().setCause(e).log("The events of the archive cannot be read at the moment");
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reading.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
