/**
 * The node of the cluster: runs the containers of every pod that is bound to it and says in the pod's status how they are.
 * How a container comes to life is behind {@link io.otalite.emulator.cluster.kubelet.ContainerRuntime}.
 */
@NullMarked
package io.otalite.emulator.cluster.kubelet;

import org.jspecify.annotations.NullMarked;
