package io.otalite.rotation.rotations.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks a broker who its cluster is. A client of its own for each question: it is asked a few times a day. */
public final class KafkaReachable implements BooleanSupplier {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final Map<String, Object> settings;

    /** @param settings how Kafka is reached, as for any client of it */
    public KafkaReachable(Map<String, String> settings) {
        this.settings = new HashMap<>(settings);
        var millis = Long.toString(LIMIT.toMillis());
        this.settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        this.settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    }

    @Override
    public boolean getAsBoolean() {
        try (var admin = Admin.create(settings)) {
            return !admin.describeCluster()
                    .nodes()
                    .get(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException away) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
