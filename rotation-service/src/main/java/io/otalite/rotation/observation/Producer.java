package io.otalite.rotation.observation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An object whose controller writes a Secret, such as an ExternalSecret or a Certificate.
 *
 * @param products the Secrets
 * @param failing what its condition {@code Ready} says when it is false
 * @param failingSince when that condition changed
 */
public record Producer(
        ObjectRef ref, Meta meta, List<ObjectRef> products, Optional<String> failing, Optional<Instant> failingSince)
        implements Observed {
    public Producer {
        products = List.copyOf(products);
    }
}
