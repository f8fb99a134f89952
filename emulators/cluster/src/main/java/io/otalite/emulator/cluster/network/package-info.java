/**
 * The network of the cluster, on the loopback interface: Linux takes every address in 127.0.0.0/8 for its own, so pods get
 * addresses in 127.1.0.0/16 and Services in 127.2.0.0/16 without a privilege or a configuration.
 *
 * <p>{@link io.otalite.emulator.cluster.network.ServiceProxies} does what kube-proxy does, with one thing more. A
 * connection that kube-proxy has forwarded stays with its pod until one of the two ends closes it, and a request that is
 * sent at the moment of the close is lost; clients of a real cluster live with that or retry. This proxy knows enough of
 * HTTP/1 to see when a connection is between two exchanges, and gives it to another pod then, without the client noticing.
 */
@NullMarked
package io.otalite.emulator.cluster.network;

import org.jspecify.annotations.NullMarked;
