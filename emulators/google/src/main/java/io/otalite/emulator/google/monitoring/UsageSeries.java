package io.otalite.emulator.google.monitoring;

import java.util.Comparator;

/**
 * What one time series is about.
 *
 * @param uniqueId of the account
 * @param keyId of its key
 */
public record UsageSeries(String uniqueId, String keyId) {
    static final Comparator<UsageSeries> ORDER =
            Comparator.comparing(UsageSeries::uniqueId).thenComparing(UsageSeries::keyId);
}
