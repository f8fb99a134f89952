package io.otalite.outbox;

import io.otalite.outbox.OutboxRow.Sendable;
import io.otalite.outbox.OutboxRow.Unsendable;
import io.otalite.outbox.TransactionalSender.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one relay does while it holds the lock and has the broker. Whatever goes wrong with either ends the session by an
 * exception; the next one finds all rows that were not sent, and perhaps some that were.
 *
 * <p>What goes wrong with single rows stays inside: a row that no broker takes is blocked, a key that cannot be sent now
 * is delayed, and the rest flows.
 */
final class RelaySession {

    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);

    private final RelaySettings settings;
    private final OutboxStore store;
    private final RelayTopics topics;
    private final TransactionalSender sender;
    private final KeyDelays delays;
    private final RelayObserver observer;
    private boolean oneKeyAtATime;

    /**
     * Begins a session.
     *
     * @param store holds the lock
     * @param sender was opened after the lock was taken: from then on no earlier relay can send, so what is read here
     *     is not being sent by anybody else
     */
    RelaySession(
            RelaySettings settings,
            OutboxStore store,
            RelayTopics topics,
            TransactionalSender sender,
            KeyDelays delays,
            RelayObserver observer) {
        this.settings = settings;
        this.store = store;
        this.topics = topics;
        this.sender = sender;
        this.delays = delays;
        this.observer = observer;
    }

    /**
     * Sends the rows that are first in line and deletes what was sent.
     *
     * @return whether there may be more to do at once
     */
    boolean relayOnce() throws InterruptedException {
        topics.ensure();
        var sendable = new ArrayList<Sendable>();
        var unsendable = new ArrayList<Unsendable>();
        for (var row : store.pending(settings.batchRows(), settings.batchBytes(), delays.waiting())) {
            switch (row) {
                case Sendable s -> sendable.add(s);
                case Unsendable u -> unsendable.add(u);
            }
        }
        if (!unsendable.isEmpty()) {
            unsendable.forEach(row -> block(row.id(), row.topic(), row.key(), row.reason()));
            return true;
        }
        relay(sendable);
        return !sendable.isEmpty();
    }

    /**
     * Keys that failed before go alone and after the others, one at a time and only when the others have nothing more to
     * send: each may cost the whole of a delivery's time-out.
     */
    private void relay(List<Sendable> rows) {
        var failedBefore = delays.keys();
        var batch = OutboxBatch.from(rows);
        var healthy = batch.without(failedBefore);
        var batches = oneKeyAtATime ? healthy.perKey() : List.of(healthy);
        oneKeyAtATime = false;
        for (var each : batches) {
            if (!each.rows().isEmpty()) {
                send(each);
            }
        }
        if (rows.size() < settings.batchRows()) {
            batch.perKey().stream()
                    .filter(each -> failedBefore.containsAll(each.keys()))
                    .findFirst()
                    .ifPresent(this::send);
        }
    }

    private void send(OutboxBatch batch) {
        var begun = System.nanoTime();
        var outcome = sender.send(batch.rows());
        var took = Duration.ofNanos(System.nanoTime() - begun);
        switch (outcome) {
            case Outcome.Sent _ -> {
                // First of all: what is sent and not deleted is sent again.
                store.delete(batch.ids());
                delays.succeeded(batch.keys());
                observer.sent(batch.rowsByTopic(), took);
            }
            case Outcome.Aborted aborted -> {
                afterAbort(batch, aborted);
                observer.failed(batch.rowsByTopic(), took, aborted.cause());
            }
        }
    }

    /**
     * Finds out whom to hold back: a row that is too large, a key that is alone in its batch, keys whose partition gave no
     * answer while others did. If none of these explains the failure, the next batches are of one key each.
     */
    private void afterAbort(OutboxBatch batch, Outcome.Aborted aborted) {
        topics.doubt();
        var tooLarge = batch.only(aborted.tooLarge());
        var silent = batch.only(aborted.timedOut()).keys();
        if (!tooLarge.rows().isEmpty()) {
            tooLarge.rows().forEach(this::blockTooLarge);
        } else if (batch.keys().size() == 1) {
            delays.failed(batch.keys(), aborted.cause());
        } else if (!silent.isEmpty() && silent.size() < batch.keys().size()) {
            delays.failed(silent, aborted.cause());
        } else {
            oneKeyAtATime = true;
        }
    }

    private void blockTooLarge(Sendable row) {
        var message = row.message();
        var reason = "The broker does not take a message of " + message.value().size() + " bytes";
        block(row.id(), message.topic(), message.key(), reason);
    }

    private void block(long id, String topic, String key, String reason) {
        store.block(id, reason);
        LOG.atError()
                .addKeyValue("row", id)
                .addKeyValue("topic", topic)
                .addKeyValue("key", key)
                .addKeyValue("reason", reason)
                .log("Outbox row is blocked; it holds back the later rows of its key");
    }
}
