package io.otalite.outbox;

import io.otalite.telemetry.BestEffort;
import java.time.Duration;
import java.util.Map;

/** Keeps the promise of {@link RelayObserver} that no method throws: no message waits, or is sent again, for a meter. */
final class UnfailingObserver implements RelayObserver {
    private final RelayObserver observer;
    private final BestEffort effort = new BestEffort("observer of an outbox");

    UnfailingObserver(RelayObserver observer) {
        this.observer = observer;
    }

    @Override
    public void sent(Map<String, Long> messages, Duration took) {
        effort.run(() -> observer.sent(messages, took));
    }

    @Override
    public void failed(Map<String, Long> messages, Duration took, Exception cause) {
        effort.run(() -> observer.failed(messages, took, cause));
    }
}
