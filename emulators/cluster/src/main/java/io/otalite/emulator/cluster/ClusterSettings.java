package io.otalite.emulator.cluster;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What one emulator runs with.
 *
 * @param state the directory of everything that is kept; made if need be
 * @param adminToken the file of the token that may do everything; made if need be
 * @param kubeconfig the file that tells kubectl how to get here; replaced at each start, unless it is somebody's own
 * @param containers what runs the containers
 */
public record ClusterSettings(Address address, Path state, Path adminToken, Path kubeconfig, Containers containers) {

    /**
     * Where it listens.
     *
     * @param port 0 for any free one
     * @param advertisedHost the name or address by which clients reach it; stands in the kubeconfig and in the certificate
     */
    public record Address(String host, int port, String advertisedHost) {
        public static Address loopback(int port) {
            return new Address("127.0.0.1", port, "127.0.0.1");
        }

        boolean isAdvertisedByName() {
            try {
                var _ = InetAddress.ofLiteral(advertisedHost);
                return false;
            } catch (IllegalArgumentException _) {
                return true;
            }
        }
    }

    /**
     * What runs the containers of the one node.
     *
     * @param images the table of programs that stand for images; empty when nothing runs, and annotations of the pods decide
     *     what containers seem to do
     * @param aotCaches a folder of AOT caches for the programs that are Java; empty for none
     * @param firstBackoff the wait before the second restart of a container; the others are in its proportion
     */
    public record Containers(Optional<Path> images, Optional<Path> aotCaches, Duration firstBackoff) {
        private static final Duration OF_KUBERNETES = Duration.ofSeconds(10);

        public static Containers scripted() {
            return new Containers(Optional.empty(), Optional.empty(), OF_KUBERNETES);
        }

        public static Containers processes(Path images, Duration firstBackoff) {
            return new Containers(Optional.of(images), Optional.empty(), firstBackoff);
        }
    }

    /** The same with other containers. */
    public ClusterSettings with(Containers others) {
        return new ClusterSettings(address, state, adminToken, kubeconfig, others);
    }

    /** Everything in one directory, on a port of loopback; containers are scripted. */
    public static ClusterSettings in(Path state, int port) {
        return new ClusterSettings(
                Address.loopback(port),
                state,
                state.resolve("admin-token"),
                state.resolve("kubeconfig"),
                Containers.scripted());
    }
}
