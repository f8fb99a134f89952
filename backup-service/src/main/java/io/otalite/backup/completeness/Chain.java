package io.otalite.backup.completeness;

import io.otalite.events.FactoryName;
import io.otalite.tuf.Dialect;

/** The Targets of a factory's full set in one dialect: the unit in which versions follow each other without a gap. */
public record Chain(FactoryName factory, Dialect dialect) {}
