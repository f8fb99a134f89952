package io.otalite.outbox;

import java.time.Duration;
import java.util.Map;

/** Is told what became of messages that were sent. Called from the relay's thread; must not block and must not throw. */
public interface RelayObserver {

    /**
     * Messages are visible to readers.
     *
     * @param messages how many, by topic
     * @param took from the first message to the broker's last answer
     */
    void sent(Map<String, Long> messages, Duration took);

    /** Messages are not visible, and some of them will be sent again. @param cause of the first that failed */
    void failed(Map<String, Long> messages, Duration took, Exception cause);
}
