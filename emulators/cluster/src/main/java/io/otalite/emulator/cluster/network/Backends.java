package io.otalite.emulator.cluster.network;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The ready pods behind a port of a Service, each taken in turn. Thread-safe. */
final class Backends {
    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<Backend> ready = List.of();

    /** Replaces the addresses that are ready; a backend that is not among them any more is retired at once. */
    synchronized void set(Collection<InetSocketAddress> addresses) {
        var wanted = new ArrayList<Backend>();
        for (var address : addresses) {
            wanted.add(ready.stream()
                    .filter(known -> known.address().equals(address))
                    .findFirst()
                    .orElseGet(() -> new Backend(address)));
        }
        var before = ready;
        ready = List.copyOf(wanted);
        before.stream().filter(backend -> !wanted.contains(backend)).forEach(Backend::retire);
    }

    /** All that are ready, in the order in which they should be tried now. */
    List<Backend> inTurn() {
        var result = new ArrayList<>(ready);
        if (!result.isEmpty()) {
            Collections.rotate(result, -Math.floorMod(turn.getAndIncrement(), result.size()));
        }
        return result;
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }
}
