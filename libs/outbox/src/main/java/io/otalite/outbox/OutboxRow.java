package io.otalite.outbox;

import io.otalite.events.EventMessage;

/** A row of the outbox that has not been sent. */
sealed interface OutboxRow {

    long id();

    /** A row that holds a whole message. */
    record Sendable(long id, EventMessage message) implements OutboxRow {

        String key() {
            return message.key();
        }
    }

    /** A row from which no message can be made, now or later. */
    record Unsendable(long id, String topic, String key, String reason) implements OutboxRow {}
}
