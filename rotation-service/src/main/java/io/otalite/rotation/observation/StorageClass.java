package io.otalite.rotation.observation;

import java.util.List;

/** A StorageClass, with the Secrets that its driver needs. */
public record StorageClass(ObjectRef ref, Meta meta, List<Reference> references) implements Observed {
    public StorageClass {
        references = List.copyOf(references);
    }
}
