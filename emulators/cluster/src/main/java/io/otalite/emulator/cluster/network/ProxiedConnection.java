package io.otalite.emulator.cluster.network;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection, and behind it the one to a backend. One thread carries what the client says, one what the backend
 * says; each waits for its reader alone and holds a buffer of 16 KiB at most.
 *
 * <p>When the backend is retired, the connection is given to another one as soon as it is between two exchanges; what is
 * opaque stays with its backend, until it has been idle for a while or the backend ends it.
 */
final class ProxiedConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ProxiedConnection.class);
    private static final int BUFFER = 16 * 1024;
    /** How long a client may take to notice that the backend is done. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final Socket client;
    private final Backends backends;
    private final HttpExchanges exchanges = new HttpExchanges();
    /** Guards which backend the connection belongs to, and with that who may end the client's connection. */
    private final ReentrantLock ownership = new ReentrantLock();

    private @Nullable Upstream upstream;
    private volatile long lastByte = System.nanoTime();
    private volatile boolean backendSpokeLast;
    private volatile boolean done;

    ProxiedConnection(Socket client, Backends backends) {
        this.client = client;
        this.backends = backends;
    }

    /** Returns when the connection has ended. */
    void carry() {
        try {
            client.setTcpNoDelay(true);
            var first = Upstream.connect(backends);
            if (first.isEmpty()) {
                Sockets.refuse(client);
                return;
            }
            take(first.get());
            carryUp(first.get());
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A connection broke");
        } finally {
            close();
        }
    }

    /** Called now and then: lets go of a retired backend what can do without it. Does not wait. */
    void drain(Duration idle) {
        if (!ownership.tryLock()) {
            return;
        }
        try {
            var silence = System.nanoTime() - lastByte;
            if (done && silence > LINGER.toNanos()) {
                close();
            } else if (upstream != null && upstream.backend().isRetired() && silence > idle.toNanos()) {
                letGo(upstream);
            }
        } finally {
            ownership.unlock();
        }
    }

    void close() {
        ownership.lock();
        try {
            if (upstream != null) {
                upstream.close();
            }
            Sockets.close(client);
        } finally {
            ownership.unlock();
        }
    }

    private void letGo(Upstream current) {
        if (canDoWithout(current)) {
            current.end();
        } else if (backendSpokeLast && exchanges.isOpaque()) {
            close();
        }
    }

    private void carryUp(Upstream first) throws IOException {
        var current = first;
        var buffer = new byte[BUFFER];
        var in = client.getInputStream();
        for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            current = receiver(buffer, length, current);
            current.out().write(buffer, 0, length);
        }
        endInput(current);
    }

    /** Who shall get what the client just said. Nobody can let go of the backend between the choice and the note of it. */
    private Upstream receiver(byte[] bytes, int length, Upstream current) throws IOException {
        ownership.lock();
        try {
            if (done) {
                throw new IOException("The client was told that there is no more, and goes on all the same");
            }
            lastByte = System.nanoTime();
            var movable = exchanges.isFresh() || exchanges.isBetween() && HttpExchanges.beginsRequest(bytes, length);
            var chosen = movable && (current.isOver() || current.backend().isRetired()) ? other(current) : current;
            backendSpokeLast = false;
            exchanges.clientSpoke(bytes, length);
            return chosen;
        } finally {
            ownership.unlock();
        }
    }

    private Upstream other(Upstream current) throws IOException {
        var found = Upstream.connect(backends);
        if (found.isPresent()) {
            current.end();
            take(found.get());
            return found.get();
        }
        if (current.isOver()) {
            throw new IOException("The pod is gone, and no other one is ready");
        }
        return current;
    }

    private void take(Upstream next) {
        ownership.lock();
        try {
            upstream = next;
            next.carriedBy(Thread.ofVirtual().name("proxy-down").start(() -> carryDown(next)));
        } finally {
            ownership.unlock();
        }
    }

    /** The client says no more; the backend may have something to say still. */
    private static void endInput(Upstream current) throws IOException {
        if (!current.isOver()) {
            current.endOutput();
            current.awaitCarrier();
        }
    }

    private void carryDown(Upstream from) {
        var buffer = new byte[BUFFER];
        try {
            var in = from.in();
            for (var length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                lastByte = System.nanoTime();
                // Noted before it is sent: the client may answer before this thread goes on.
                exchanges.serverSpoke(buffer, length);
                backendSpokeLast = true;
                client.getOutputStream().write(buffer, 0, length);
            }
            backendEnded(from, true);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A connection to a backend broke");
            backendEnded(from, false);
        }
    }

    /** Tells the client at once, unless it need not know. */
    private void backendEnded(Upstream from, boolean properly) {
        ownership.lock();
        try {
            if (from.isOver()) {
                return;
            }
            var needless = canDoWithout(from);
            from.end();
            if (!needless && properly) {
                lastByte = System.nanoTime();
                done = true;
                Sockets.endOutput(client);
            } else if (!needless) {
                Sockets.refuse(client);
            }
        } finally {
            ownership.unlock();
        }
    }

    /** Whether the client keeps its connection while its backend goes: its next request finds another one. */
    private boolean canDoWithout(Upstream current) {
        return current.backend().isRetired() && exchanges.isBetween() && !backends.isEmpty();
    }
}
