package io.otalite.events.kafka;

import io.otalite.events.EventException;
import org.jspecify.annotations.Nullable;

/** The broker could not be asked about topics, or would not create one; trying again later may help. */
public final class TopicsUnavailableException extends EventException {

    private final String topic;

    TopicsUnavailableException(String topic, @Nullable Throwable cause) {
        super("The broker gave no good answer about the topic " + topic + ": " + cause, cause);
        this.topic = topic;
    }

    public String topic() {
        return topic;
    }
}
