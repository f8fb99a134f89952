package io.otalite.rotation.observation;

import java.util.List;

/** A PersistentVolumeClaim. @param phase as its status says, {@code Pending} where it says nothing */
public record Claim(ObjectRef ref, Meta meta, String phase, List<Reference> references) implements Observed {
    public Claim {
        references = List.copyOf(references);
    }
}
