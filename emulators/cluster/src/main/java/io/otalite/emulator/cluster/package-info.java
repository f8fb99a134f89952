/**
 * An emulator of a Kubernetes cluster for development and tests: an API server, the controllers of Deployments, and a
 * kubelet whose containers are processes of this machine. It binds loopback only unless told otherwise.
 */
@NullMarked
package io.otalite.emulator.cluster;

import org.jspecify.annotations.NullMarked;
