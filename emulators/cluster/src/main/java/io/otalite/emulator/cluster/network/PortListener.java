package io.otalite.emulator.cluster.network;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open port of this machine whose connections are carried to the ready pods behind a port of a Service. */
final class PortListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PortListener.class);
    private static final int BACKLOG = 1024;

    private final ServerSocket socket = new ServerSocket();
    private final Backends backends;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

    /** @throws java.net.BindException when the address is occupied */
    PortListener(InetSocketAddress address, Backends backends) throws IOException {
        this.backends = backends;
        try {
            socket.bind(address, BACKLOG);
        } catch (IOException e) {
            Sockets.close(socket);
            throw e;
        }
        Thread.ofVirtual().name("proxy-" + address).start(this::acceptAll);
    }

    boolean leadsTo(Backends candidates) {
        return backends == candidates;
    }

    /** Lets go of retired backends what can do without them. */
    void drain(Duration idle) {
        connections.forEach(connection -> connection.drain(idle));
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                carry(socket.accept());
            } catch (IOException e) {
                LOG.atDebug().setCause(e).log("A connection could not be accepted");
            }
        }
    }

    private void carry(Socket client) {
        var connection = new ProxiedConnection(client, backends);
        connections.add(connection);
        Thread.ofVirtual().name("proxy-up").start(() -> {
            try {
                connection.carry();
            } finally {
                connections.remove(connection);
            }
        });
    }

    @Override
    public void close() {
        Sockets.close(socket);
        connections.forEach(ProxiedConnection::close);
    }
}
