package io.otalite.backup.health;

import io.otalite.backup.credential.CredentialStatus;
import io.otalite.backup.hold.Holds;
import io.otalite.backup.intake.InFlight;
import java.util.List;
import java.util.function.Supplier;

/** Reads how the service is, at once and without asking anything outside. Thread-safe. */
public final class Condition {
    private final Supplier<CredentialStatus> credential;
    private final Holds holds;
    private final InFlight inFlight;
    private final Supplier<List<String>> topicFindings;

    public Condition(
            Supplier<CredentialStatus> credential,
            Holds holds,
            InFlight inFlight,
            Supplier<List<String>> topicFindings) {
        this.credential = credential;
        this.holds = holds;
        this.inFlight = inFlight;
        this.topicFindings = topicFindings;
    }

    public ServiceStatus now() {
        return new ServiceStatus(credential.get(), holds.current(), inFlight.oldest(), topicFindings.get());
    }
}
