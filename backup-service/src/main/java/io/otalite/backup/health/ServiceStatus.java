package io.otalite.backup.health;

import io.otalite.backup.credential.CredentialStatus;
import io.otalite.backup.hold.Hold;
import java.time.Duration;
import java.util.List;

/**
 * How the service is at one moment.
 *
 * @param credential of the bucket
 * @param holds what waits, the longest first
 * @param oldestUnarchived age of the oldest record in work; zero when there is none
 * @param topicFindings topics that are not as they must be, one sentence each
 */
public record ServiceStatus(
        CredentialStatus credential, List<Hold> holds, Duration oldestUnarchived, List<String> topicFindings) {
    public ServiceStatus {
        holds = List.copyOf(holds);
        topicFindings = List.copyOf(topicFindings);
    }

    /** Whether an operator has something to look at. */
    public boolean degraded() {
        return credential.degraded() || !holds.isEmpty() || !topicFindings.isEmpty();
    }
}
