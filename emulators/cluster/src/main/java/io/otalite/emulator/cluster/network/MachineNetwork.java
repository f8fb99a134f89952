package io.otalite.emulator.cluster.network;

import io.otalite.emulator.cluster.kubelet.PodNetwork;
import io.otalite.emulator.cluster.kubelet.PodRef;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Two networks of loopback that no other emulator of this machine uses: one for pods, one for Services. The claim is a
 * listening socket, which the operating system gives back however the emulator ends. Thread-safe.
 */
public final class MachineNetwork implements PodNetwork, AutoCloseable {
    private static final int LAST = 125;
    /** A kubelet's port, on an address that no pod gets. */
    private static final String CLAIM = "127.%d.255.255";

    private static final int CLAIM_PORT = 10_250;

    private final int number;
    private final ServerSocket claim;
    private final LoopbackAddresses pods;
    private final LoopbackAddresses services;
    private final Map<PodRef, String> attached = new ConcurrentHashMap<>();

    private MachineNetwork(int number, ServerSocket claim, Clock clock) {
        this.number = number;
        this.claim = claim;
        this.pods = LoopbackAddresses.of(number, clock);
        this.services = LoopbackAddresses.of(number + 1, clock);
    }

    /**
     * Claims the networks that the emulator had before, else 127.1.0.0/16 and 127.2.0.0/16, else the next two that are free.
     *
     * @param preferred the {@link #number} of those it had; its stored Services have addresses of them
     * @throws IOException when none is free
     */
    public static MachineNetwork claim(Clock clock, OptionalInt preferred) throws IOException {
        var had = preferred.stream().filter(network -> network % 2 == 1 && network >= 1 && network <= LAST);
        var all = IntStream.iterate(1, network -> network <= LAST, network -> network + 2);
        for (var network : IntStream.concat(had, all).toArray()) {
            try {
                var socket = new ServerSocket(CLAIM_PORT, 1, InetAddress.getByName(CLAIM.formatted(network)));
                return new MachineNetwork(network, socket, clock);
            } catch (BindException _) {
                // Another emulator has it: the next one.
            }
        }
        throw new IOException(
                "All networks of loopback, 127.1 to 127.%d, are claimed by emulators".formatted(LAST + 1));
    }

    /** By which it can be claimed again. */
    public int number() {
        return number;
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
