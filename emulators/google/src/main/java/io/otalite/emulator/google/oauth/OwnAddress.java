package io.otalite.emulator.google.oauth;

import java.net.URI;
import java.util.Set;

/**
 * Decides whether an audience names this emulator. On a loopback address every loopback name is its own, and a missing
 * port is forgiven, because Google's library leaves the port out of the audience of a self-signed token.
 */
public record OwnAddress(String host, int port) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Where assertions are exchanged; what a key file names. */
    public String tokenUri() {
        return "http://%s:%d/token".formatted(host, port);
    }

    boolean isOwn(String audience, Set<String> paths) {
        try {
            var uri = URI.create(audience);
            return "http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && isOwnHost(uri.getHost())
                    && (uri.getPort() == -1 || uri.getPort() == port)
                    && paths.contains(uri.getPath());
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private boolean isOwnHost(String other) {
        return other.equals(host) || (LOOPBACK.contains(host) && LOOPBACK.contains(other));
    }
}
