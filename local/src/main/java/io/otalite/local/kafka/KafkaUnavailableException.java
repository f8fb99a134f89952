package io.otalite.local.kafka;

import org.jspecify.annotations.Nullable;

/** The broker did not answer, or refused; the message says what was asked of it. */
public final class KafkaUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KafkaUnavailableException(String message) {
        super(message);
    }

    KafkaUnavailableException(String message, @Nullable Throwable cause) {
        super(cause == null ? message : message + ": " + cause.getMessage(), cause);
    }
}
