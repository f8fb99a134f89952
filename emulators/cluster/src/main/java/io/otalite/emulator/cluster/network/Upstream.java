package io.otalite.emulator.cluster.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to a backend on behalf of one client. */
final class Upstream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private final Backend backend;
    private final Socket socket;
    private volatile boolean over;
    private volatile Thread carrier = Thread.currentThread();

    private Upstream(Backend backend, Socket socket) {
        this.backend = backend;
        this.socket = socket;
    }

    /** Connects to the first backend that takes a connection; empty when none does. */
    static Optional<Upstream> connect(Backends backends) {
        for (var backend : backends.inTurn()) {
            var socket = new Socket();
            try {
                socket.connect(backend.address(), Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
                socket.setTcpNoDelay(true);
                return Optional.of(new Upstream(backend, socket));
            } catch (IOException e) {
                Sockets.close(socket);
                LOG.atDebug()
                        .setCause(e)
                        .addKeyValue("backend", backend.address())
                        .log("A ready pod takes no connection, the next one is tried");
            }
        }
        return Optional.empty();
    }

    Backend backend() {
        return backend;
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Whether it has been ended, by whichever side. */
    boolean isOver() {
        return over;
    }

    /** Whoever carries what the backend says finds that there is no more. */
    void end() {
        over = true;
        close();
    }

    void carriedBy(Thread thread) {
        carrier = thread;
    }

    /** Returns when the backend has said everything. */
    void awaitCarrier() {
        try {
            carrier.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Sockets.close(socket);
    }
}
