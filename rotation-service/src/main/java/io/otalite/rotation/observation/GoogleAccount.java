package io.otalite.rotation.observation;

/** A service account of Google IAM. @param description what its owner wrote */
public record GoogleAccount(ObjectRef ref, Meta meta, String uniqueId, boolean disabled, String description)
        implements Observed {}
