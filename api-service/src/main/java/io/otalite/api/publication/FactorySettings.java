package io.otalite.api.publication;

import io.otalite.tuf.Dialect;
import io.otalite.tuf.InvalidValueException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a customer decides about a factory.
 *
 * @param publicMetadata whether its metadata is served without a token
 * @param dialects in which it publishes, at least one; they stay what they were when it was made
 * @param limits what its clients can read
 * @param retention which Targets are removed when newer ones come; empty keeps all
 */
public record FactorySettings(
        boolean publicMetadata, List<Dialect> dialects, ClientLimits limits, Optional<Retention> retention) {
    public FactorySettings {
        dialects = List.copyOf(dialects);
        if (dialects.isEmpty() || new HashSet<>(dialects).size() != dialects.size()) {
            throw new InvalidValueException("dialects", "one or both of \"tuf\" and \"ats\"", dialects.toString());
        }
    }
}
