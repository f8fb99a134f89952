package io.otalite.backup;

import com.google.cloud.storage.Storage;
import io.otalite.backup.completeness.ExamineArchive;
import io.otalite.backup.completeness.micrometer.CompletenessGauges;
import io.otalite.backup.credential.CredentialConfig;
import io.otalite.backup.credential.LiveCredential;
import io.otalite.backup.hold.Patience;
import io.otalite.backup.intake.kafka.PollingThreads;
import io.otalite.backup.intake.kafka.TopicWatch;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the service looks at by itself, from the start to the end of the process. */
@ApplicationScoped
public class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration BROKER_INTERVAL = Duration.ofSeconds(5);
    private static final Duration THREADS_INTERVAL = Duration.ofSeconds(15);
    private static final Duration EXAMINATION_INTERVAL = Duration.ofSeconds(10);
    private static final int WATCHERS = 4;

    private final CredentialConfig config;
    private final LiveCredential<Storage> credential;
    private final TopicWatch topics;
    private final PollingThreads polling;
    private final Patience patience;
    private final ScheduledExecutorService watchers = Executors.newScheduledThreadPool(
            WATCHERS, Thread.ofPlatform().name("watch-", 0).daemon().factory());

    Watch(
            CredentialConfig config,
            LiveCredential<Storage> credential,
            TopicWatch topics,
            PollingThreads polling,
            Patience patience) {
        this.config = config;
        this.credential = credential;
        this.topics = topics;
        this.polling = polling;
        this.patience = patience;
    }

    void start(@Observes StartupEvent event, ExamineArchive examination, CompletenessGauges completeness) {
        every(config.credentialLookInterval(), credential::look);
        every(BROKER_INTERVAL, topics::look);
        every(THREADS_INTERVAL, polling::ask);
        every(EXAMINATION_INTERVAL, examination::look);
        every(EXAMINATION_INTERVAL, completeness::refresh);
    }

    /** First of all ends the waiting, so that nothing keeps the process from stopping at once. */
    void stop(@Observes ShutdownEvent event) {
        patience.close();
        watchers.shutdownNow();
    }

    private void every(Duration interval, Runnable look) {
        var unused =
                watchers.scheduleWithFixedDelay(() -> guarded(look), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An outermost loop: a look that fails unexpectedly must not be the last one. */
    private static void guarded(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException defect) {
            LOG.atError().setCause(defect).log("A look failed unexpectedly; the next one follows");
        }
    }
}
