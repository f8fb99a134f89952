package io.otalite.emulator.cluster.objects;

/** How a write is meant. */
public enum Write {
    /** Stored and told to everybody. */
    FOR_REAL,
    /** Judged and answered as a real one, then forgotten ({@code dryRun=All}). */
    DRY_RUN
}
