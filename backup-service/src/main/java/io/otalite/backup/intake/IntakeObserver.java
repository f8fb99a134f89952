package io.otalite.backup.intake;

import java.time.Duration;

/** Is told how records end. Called from many threads; must not block and must not throw. */
public interface IntakeObserver {
    /** A record of the topic has ended, however that was. @param processing from its first attempt to its end */
    void taken(String topic, Duration processing);

    void archived(Disposition.Archived archived, Duration lag);

    void quarantined(Disposition.Quarantined quarantined);

    void skipped(Disposition.Skipped skipped);
}
