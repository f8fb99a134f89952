package io.otalite.emulator.cluster.network;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Where a Service can be reached from within the emulator, which has no cluster DNS: for calls of webhooks. */
@FunctionalInterface
public interface ServiceAddresses {

    /**
     * The address of one of the ready pods behind a port of a Service; another one at the next call.
     *
     * @param port the Service's, not the pod's
     * @return empty when there is no such Service or port, or no ready pod
     */
    Optional<InetSocketAddress> find(String namespace, String service, int port);
}
