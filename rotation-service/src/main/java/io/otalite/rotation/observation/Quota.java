package io.otalite.rotation.observation;

/** How many more pods a ResourceQuota allows. */
public record Quota(ObjectRef ref, Meta meta, long podsLeft) implements Observed {}
