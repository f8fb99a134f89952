package io.otalite.emulator.cluster.kubelet;

/** One pod; a pod of the same name that comes later is another one. */
public record PodRef(String namespace, String name, String uid) {}
