package io.otalite.emulator.cluster.kubelet;

import java.util.concurrent.Executor;

/**
 * What the kubelet does its work with.
 *
 * @param blocking runs what may wait for a container: probes, and the removal of pods
 */
public record NodePorts(ContainerRuntime runtime, PodNetwork network, TokenSource tokens, Executor blocking) {}
