package io.otalite.emulator.cluster.network;

import java.net.InetSocketAddress;

/** A pod as what stands behind a port of a Service, for the time it is ready. */
final class Backend {
    private final InetSocketAddress address;
    private volatile boolean retired;

    Backend(InetSocketAddress address) {
        this.address = address;
    }

    InetSocketAddress address() {
        return address;
    }

    /** Whether it gets no more connections, and loses those it has as soon as they can do without it. */
    boolean isRetired() {
        return retired;
    }

    void retire() {
        retired = true;
    }
}
