package io.otalite.rotation;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A connection to a port of this machine that a test can cut, for those who go through it and nobody else. */
public final class Wire implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    public Wire(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Ends what goes through, and lets nothing new through. */
    public void cut() {
        cut = true;
        open.forEach(Wire::end);
    }

    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var near = listener.accept();
                if (cut) {
                    near.close();
                } else {
                    connect(near);
                }
            } catch (IOException closed) {
                end(listener);
            }
        }
    }

    private void connect(Socket near) throws IOException {
        open.add(near);
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(far);
            Thread.ofVirtual().start(() -> pump(near, far));
            Thread.ofVirtual().start(() -> pump(far, near));
        } catch (IOException refused) {
            near.close();
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            open.remove(from);
        }
        open.remove(from);
    }

    private static void end(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        end(listener);
        open.forEach(Wire::end);
    }
}
