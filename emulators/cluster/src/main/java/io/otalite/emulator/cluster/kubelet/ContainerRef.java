package io.otalite.emulator.cluster.kubelet;

/** One container of a pod, over all its runs. */
public record ContainerRef(PodRef pod, String container) {}
