package io.otalite.system;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Clients who publish all the time, each one change after the other, and try a change again until it is answered. It runs
 * until it is closed.
 */
final class Load implements AutoCloseable {
    private static final int CLIENTS = 4;
    private static final int PAUSE_MILLIS = 200;
    private static final int NAMES = 5;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final ApiClient api;
    private final Ledger ledger;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS);
    private final List<Future<?>> clients = new ArrayList<>();

    private Load(ApiClient api, Ledger ledger) {
        this.api = api;
        this.ledger = ledger;
    }

    /** @param factories each has the Target {@link #FIRST} already */
    static Load start(ApiClient api, Ledger ledger, List<String> factories, Random random) {
        var load = new Load(api, ledger);
        for (var client = 0; client < CLIENTS; client++) {
            var publishing = load.new Client(factories, new Random(random.nextLong()));
            load.clients.add(
                    load.threads.scheduleWithFixedDelay(publishing, client, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        }
        return load;
    }

    /** The name of a Target that every factory under load has. */
    static final String FIRST = "first-lmp-1";

    private record Change(String method, String factory, ObjectNode targets) {}

    private final class Client implements Runnable {
        private final List<String> factories;
        private final Random random;
        private Change change;

        private Client(List<String> factories, Random random) {
            this.factories = factories;
            this.random = random;
            this.change = next();
        }

        private Change next() {
            var factory = factories.get(random.nextInt(factories.size()));
            return random.nextBoolean()
                    ? new Change("PATCH", factory, SampleTargets.tagged(FIRST, "tag-" + random.nextInt()))
                    : new Change("POST", factory, SampleTargets.one("more-lmp-" + random.nextInt(NAMES)));
        }

        @Override
        public void run() {
            try {
                var answer = api.attempt(change.method(), change.factory(), change.targets());
                if (answer.ok()) {
                    ledger.record(ApiClient.published(change.factory(), answer));
                    change = next();
                } else if (answer.status() == SERVICE_UNAVAILABLE) {
                    ledger.recordUnanswered();
                } else {
                    ledger.recordWrong("%s: %d %s".formatted(change, answer.status(), answer.text()));
                    change = next();
                }
            } catch (IOException _) {
                ledger.recordUnanswered();
            }
        }
    }

    /** Returns when the last answer has come. */
    @Override
    public void close() {
        threads.close();
        clients.stream()
                .filter(client -> client.state() == Future.State.FAILED)
                .forEach(client -> ledger.recordWrong("A client gave up: " + client.exceptionNow()));
    }
}
