package io.otalite.system;

import io.otalite.local.system.PortName;
import io.otalite.local.system.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * Ports for systems that run beside each other. Each JVM of the tests takes them from a range of its own, in turn, so that none is
 * given away twice before it is used; and the ranges are below those from which the operating system serves outgoing connections.
 */
final class FreePorts {
    private static final int LOWEST = 12_000;
    private static final int RANGE = 2_000;
    private static final int RANGES = 8;

    /** The first port of the range is kept for as long as this JVM lives: who has it has the range. */
    private static final ServerSocket OWN = ownRange();

    private static final int FIRST = OWN.getLocalPort() + 1;
    private static int next = FIRST;

    private FreePorts() {}

    private static ServerSocket ownRange() {
        for (var range = 0; range < RANGES; range++) {
            var opened = open(LOWEST + range * RANGE);
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        throw new AssertionError("All ranges of ports are taken");
    }

    private static Optional<ServerSocket> open(int port) {
        try {
            return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException taken) {
            return Optional.empty();
        }
    }

    /** Ports that nobody listens on, and that were not given out for long. */
    static synchronized Ports find() {
        var ports = Ports.standard();
        for (var name : PortName.values()) {
            ports = ports.with(name, nextFree());
        }
        return ports;
    }

    private static int nextFree() {
        for (var tried = 1; tried < RANGE; tried++) {
            var port = next;
            next = next + 1 < FIRST + RANGE - 1 ? next + 1 : FIRST;
            if (isFree(port)) {
                return port;
            }
        }
        throw new AssertionError("No port is free from %d to %d".formatted(FIRST, FIRST + RANGE - 2));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}
