package io.otalite.emulator.cluster.admission;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Where Services can be reached on this machine. */
@FunctionalInterface
public interface ServiceAddresses {

    /** Empty when there is no such Service or port, or nobody listens for it. */
    Optional<InetSocketAddress> of(String namespace, String service, int port);
}
