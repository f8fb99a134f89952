package io.otalite.api.publication;

import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.MetadataVersion;
import java.time.Instant;
import java.util.List;

/** A customer of the platform: one TUF repository and its version counters. */
public record Factory(FactoryName name, FactorySettings settings, Heads heads, Instant createdAt) {
    /** The version of the newest publication. */
    public MetadataVersion head() {
        return heads.versions().targets();
    }

    /** The dialects it publishes in. */
    public List<Dialect> dialects() {
        return settings.dialects();
    }

    /** The same factory, serving something else. */
    public Factory with(Heads newHeads) {
        return new Factory(name, settings, newHeads, createdAt);
    }

    /** The same factory, as its customer wants it from now on. */
    public Factory with(FactorySettings newSettings) {
        return new Factory(name, newSettings, heads, createdAt);
    }
}
