package io.otalite.rotation.observation;

import java.time.Instant;
import java.util.Optional;

/**
 * How well a scope is seen.
 *
 * @param blind why nothing can be said about it; empty when it is seen
 * @param refused whether it is not seen because that is not permitted, and will not be until somebody permits it
 * @param confirmed the last moment at which it was known to be up to date
 */
public record View(Scope scope, Optional<String> blind, boolean refused, Instant confirmed) {}
