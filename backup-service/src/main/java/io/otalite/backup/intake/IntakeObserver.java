package io.otalite.backup.intake;

import java.time.Duration;

/** Is told how records end. Called from many threads; must not block and must not throw. */
public interface IntakeObserver {
    void archived(Disposition.Archived archived, Duration lag);

    void quarantined(Disposition.Quarantined quarantined);

    void skipped(Disposition.Skipped skipped);
}
