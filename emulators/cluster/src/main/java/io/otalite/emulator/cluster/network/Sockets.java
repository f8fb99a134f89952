package io.otalite.emulator.cluster.network;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends of connections, which nobody can do anything about when they fail. */
final class Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    private Sockets() {}

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A connection could not be closed");
        }
    }

    static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A port could not be closed");
        }
    }

    /** Says that no more will come (FIN), and leaves it to the other end to close. */
    static void endOutput(Socket socket) {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A connection could not be ended, it is closed");
            close(socket);
        }
    }

    /** Closes so that the other end learns that nobody was there (RST), as it does of a port without a listener. */
    static void refuse(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("A connection is closed where it should be refused");
        }
        close(socket);
    }
}
