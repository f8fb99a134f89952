package io.otalite.emulator.cluster.network;

import io.otalite.emulator.cluster.kubelet.PodNetwork;
import io.otalite.emulator.cluster.kubelet.PodRef;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Two networks of loopback that no other emulator of this machine uses: one for pods, one for Services. The claim is a
 * listening socket, which the operating system gives back however the emulator ends. Thread-safe.
 */
public final class MachineNetwork implements PodNetwork, AutoCloseable {
    private static final int LAST = 125;
    /** A kubelet's port, on an address that no pod gets. */
    private static final String CLAIM = "127.%d.255.255";

    private static final int CLAIM_PORT = 10_250;

    private final ServerSocket claim;
    private final LoopbackAddresses pods;
    private final LoopbackAddresses services;
    private final Map<PodRef, String> attached = new ConcurrentHashMap<>();

    private MachineNetwork(ServerSocket claim, LoopbackAddresses pods, LoopbackAddresses services) {
        this.claim = claim;
        this.pods = pods;
        this.services = services;
    }

    /**
     * Claims 127.1.0.0/16 and 127.2.0.0/16, or the next two that are free.
     *
     * @throws IOException when none is
     */
    public static MachineNetwork claim(Clock clock) throws IOException {
        for (var network = 1; network <= LAST; network += 2) {
            try {
                var socket = new ServerSocket(CLAIM_PORT, 1, InetAddress.getByName(CLAIM.formatted(network)));
                return new MachineNetwork(
                        socket, LoopbackAddresses.of(network, clock), LoopbackAddresses.of(network + 1, clock));
            } catch (BindException _) {
                // Another emulator has it: the next one.
            }
        }
        throw new IOException(
                "All networks of loopback, 127.1 to 127.%d, are claimed by emulators".formatted(LAST + 1));
    }

    /** The addresses for Services. */
    public LoopbackAddresses services() {
        return services;
    }

    @Override
    public String attach(PodRef pod) {
        return attached.computeIfAbsent(pod, _ -> pods.allocate());
    }

    @Override
    public void detach(PodRef pod) {
        var address = attached.remove(pod);
        if (address != null) {
            pods.release(address);
        }
    }

    @Override
    public void close() throws IOException {
        claim.close();
    }
}
