package io.otalite.emulator.cluster.kubelet;

/** Gives pods their addresses. */
public interface PodNetwork {

    /** The address of a pod, the same at each call until {@link #detach}. */
    String attach(PodRef pod);

    /** The pod is gone; its address may be given to another one. Repeating it is harmless. */
    void detach(PodRef pod);
}
