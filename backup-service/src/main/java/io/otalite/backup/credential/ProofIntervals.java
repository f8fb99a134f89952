package io.otalite.backup.credential;

import java.time.Duration;

/**
 * When a key is proven again.
 *
 * @param working how long a proof of a working key is relied upon
 * @param failing how long after a failed proof the next one is tried
 */
public record ProofIntervals(Duration working, Duration failing) {}
