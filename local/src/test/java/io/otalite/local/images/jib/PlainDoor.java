package io.otalite.local.images.jib;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port before an HTTP server of the JDK. That server waits for the end of a line when it is greeted in TLS, where others see at the
 * first byte that this is not for them, and hang up.
 */
final class PlainDoor implements AutoCloseable {
    /** A record of TLS that begins a handshake (RFC 8446, 5.1). */
    private static final int HANDSHAKE = 22;

    private final ServerSocket door = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;

    PlainDoor(InetSocketAddress server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::admit);
    }

    int port() {
        return door.getLocalPort();
    }

    private void admit() {
        try {
            while (true) {
                var caller = door.accept();
                Thread.ofVirtual().start(() -> serve(caller));
            }
        } catch (IOException e) {
            // The door was closed.
        }
    }

    private void serve(Socket caller) {
        try (caller;
                var inside = new Socket(server.getAddress(), server.getPort());
                var in = new PushbackInputStream(caller.getInputStream())) {
            int first = in.read();
            if (first < 0 || first == HANDSHAKE) {
                return;
            }
            in.unread(first);
            var answers = Thread.ofVirtual().start(() -> copyAnswers(inside, caller));
            in.transferTo(inside.getOutputStream());
            inside.shutdownOutput();
            answers.join();
        } catch (IOException e) {
            // Somebody hung up.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copyAnswers(Socket inside, Socket caller) {
        try {
            inside.getInputStream().transferTo(caller.getOutputStream());
        } catch (IOException e) {
            // Somebody hung up.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
