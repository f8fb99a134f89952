package io.otalite.emulator.cluster;

import java.nio.file.Path;

/**
 * What one emulator runs with.
 *
 * @param state the directory of everything that is kept; made if need be
 * @param adminToken the file of the token that may do everything; made if need be
 * @param kubeconfig the file that tells kubectl how to get here; written at each start
 */
public record ClusterSettings(Address address, Path state, Path adminToken, Path kubeconfig) {

    /**
     * Where it listens.
     *
     * @param port 0 for any free one
     * @param advertisedHost the host by which clients reach it; stands in the kubeconfig and in the certificate
     */
    public record Address(String host, int port, String advertisedHost) {
        public static Address loopback(int port) {
            return new Address("127.0.0.1", port, "127.0.0.1");
        }
    }

    /** Everything in one directory, on a port of loopback. */
    public static ClusterSettings in(Path state, int port) {
        return new ClusterSettings(
                Address.loopback(port), state, state.resolve("admin-token"), state.resolve("kubeconfig"));
    }
}
