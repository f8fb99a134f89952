package io.otalite.rotation.observation;

/** An entry of {@code metadata.ownerReferences}. */
public record Owner(ObjectRef ref, String uid, boolean controller) {}
