package io.otalite.rotation.observation;

import java.util.List;

/**
 * A service account of Kubernetes.
 *
 * @param mountsOnlyListed whether its pods may mount only the Secrets that it lists
 */
public record ServiceAccount(ObjectRef ref, Meta meta, boolean mountsOnlyListed, List<Reference> references)
        implements Observed {
    public ServiceAccount {
        references = List.copyOf(references);
    }

    /** The pull secrets that a pod gets that names none of its own. */
    public List<Reference> pullSecrets() {
        return references.stream()
                .filter(reference -> reference.use() == Use.PULL_SECRET)
                .toList();
    }

    /** Whether a pod of this account may mount the Secret. */
    public boolean mayMount(String secret) {
        return !mountsOnlyListed
                || references.stream()
                        .anyMatch(reference -> reference.use() == Use.MOUNTABLE
                                && reference.target().name().equals(secret));
    }
}
