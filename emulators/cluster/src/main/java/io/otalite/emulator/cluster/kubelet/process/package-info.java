/**
 * Containers as processes of this machine. A pod is a folder: its volumes, its log files and a home are in there, and it
 * vanishes with the pod. Nothing is isolated, so what a container engine gives by isolation is given by other means:
 * addresses by the loopback network, mounts by rewriting the paths that lead into them, limits by settings of the JVM.
 *
 * <p>{@link io.otalite.emulator.cluster.kubelet.process.ProcessContainers} is the runtime,
 * {@link io.otalite.emulator.cluster.kubelet.process.Images} says which program stands for an image.
 */
@NullMarked
package io.otalite.emulator.cluster.kubelet.process;

import org.jspecify.annotations.NullMarked;
