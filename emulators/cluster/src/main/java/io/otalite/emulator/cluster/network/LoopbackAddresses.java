package io.otalite.emulator.cluster.network;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Addresses of one network 127.N.0.0/16. One that is given back rests for a while, because somebody may still have it for
 * the address of its former owner. Thread-safe.
 */
public final class LoopbackAddresses {
    private static final int PER_BLOCK = 254;
    private static final int BLOCKS = 256;

    private final int network;
    private final Duration rest;
    private final Clock clock;
    private final Set<String> taken = new HashSet<>();
    private final Deque<Resting> resting = new ArrayDeque<>();
    private int next;

    private record Resting(String address, Instant until) {}

    private LoopbackAddresses(int network, Duration rest, Clock clock) {
        this.network = network;
        this.rest = rest;
        this.clock = clock;
    }

    /** 127.N.0.0/16; an address rests for a minute. */
    public static LoopbackAddresses of(int network, Clock clock) {
        return new LoopbackAddresses(network, Duration.ofMinutes(1), clock);
    }

    /**
     * Takes an address that nobody has.
     *
     * @throws IllegalStateException when all 65,024 are taken or rest
     */
    public synchronized String allocate() {
        wakeTheRested();
        for (var tried = 0; tried < BLOCKS * PER_BLOCK; tried++) {
            var address = "127.%d.%d.%d".formatted(network, next / PER_BLOCK, next % PER_BLOCK + 1);
            next = (next + 1) % (BLOCKS * PER_BLOCK);
            if (taken.add(address)) {
                return address;
            }
        }
        throw new IllegalStateException("All addresses of 127.%d.0.0/16 are in use".formatted(network));
    }

    /** Whether an address is one of this network, given or not. */
    public boolean contains(String address) {
        return address.startsWith("127.%d.".formatted(network));
    }

    /** Takes this very address, for an owner that has it already. Nothing happens when it is taken or of another network. */
    public synchronized void reserve(String address) {
        if (contains(address)) {
            taken.add(address);
        }
    }

    /** Gives an address back. Nothing happens when it was not taken. */
    public synchronized void release(String address) {
        var known = resting.stream().anyMatch(one -> one.address().equals(address));
        if (taken.contains(address) && !known) {
            resting.addLast(new Resting(address, clock.instant().plus(rest)));
        }
    }

    private void wakeTheRested() {
        while (!resting.isEmpty() && !resting.getFirst().until().isAfter(clock.instant())) {
            taken.remove(resting.removeFirst().address());
        }
    }
}
