package io.otalite.local.system;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a system listens, and where those of its parts are that somebody else runs: containers of their own, for instance.
 *
 * @param host the address or the name by which the services and the cluster are reached, and where they listen; never that
 *     of all addresses, because pods listen on the same ports of other ones
 * @param elsewhere addresses by the name of the part: {@code host:port} of {@code kafka} and {@code postgres}, the URL of
 *     {@code google}
 */
public record Network(String host, Map<String, String> elsewhere) {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Set<String> PARTS = Set.of(Parts.KAFKA, Parts.POSTGRES, Parts.GOOGLE);
    private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s:/]+:\\d{1,5}");
    private static final Pattern URL = Pattern.compile("https?://[^\\s/]+");

    /** @throws LocalSystemException when a part cannot be elsewhere, or an address is none */
    public Network {
        elsewhere = Map.copyOf(elsewhere);
        if (host.equals("0.0.0.0") || host.equals("::")) {
            throw new LocalSystemException(
                    "--host %s: pods listen on the same ports of other addresses; name one address".formatted(host));
        }
        elsewhere.forEach((part, address) -> {
            if (!PARTS.contains(part)) {
                throw new LocalSystemException("The part %s cannot be elsewhere; these can: %s"
                        .formatted(part, PARTS.stream().sorted().toList()));
            }
            var form = part.equals(Parts.GOOGLE) ? URL : HOST_AND_PORT;
            if (!form.matcher(address).matches()) {
                throw new LocalSystemException("%s=%s: the address of %s is like %s"
                        .formatted(part, address, part, form == URL ? "http://google:8085" : part + ":9092"));
            }
        });
    }

    /** Everything on this machine, reached from this machine alone. */
    public static Network loopback() {
        return new Network(LOOPBACK, Map.of());
    }

    boolean isLoopback() {
        return host.equals(LOOPBACK);
    }

    /** The address of a part that somebody else runs; empty for one that runs here. */
    Optional<String> address(String part) {
        return Optional.ofNullable(elsewhere.get(part));
    }

    Optional<URI> google() {
        return address(Parts.GOOGLE).map(URI::create);
    }
}
