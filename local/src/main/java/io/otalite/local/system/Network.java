package io.otalite.local.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
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
    /** Labels (RFC 1123 2.1) with dots between them; IPv4 addresses look the same. */
    private static final Pattern HOST =
            Pattern.compile("(?:%1$s\\.)*%1$s".formatted("[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"));

    private static final Pattern HOST_AND_PORT = Pattern.compile("[^\\s:/]+:(\\d{1,5})");
    private static final Pattern URL = Pattern.compile("https?://[^\\s:/]+(?::(\\d{1,5}))?");
    private static final Map<String, String> EXAMPLES =
            Map.of(Parts.KAFKA, "kafka:9092", Parts.POSTGRES, "postgres:5432", Parts.GOOGLE, "http://google:8085");

    /** @throws LocalSystemException when a part cannot be elsewhere, or an address is none */
    public Network {
        elsewhere = Map.copyOf(elsewhere);
        if (host.equals("0.0.0.0") || host.equals("::")) {
            throw new LocalSystemException(
                    "--host %s: pods listen on the same ports of other addresses; name one address".formatted(host));
        }
        if (!HOST.matcher(host).matches()) {
            throw new LocalSystemException("--host %s is no name of a host, and no IPv4 address".formatted(host));
        }
        elsewhere.forEach((part, address) -> {
            var example = EXAMPLES.get(part);
            if (example == null) {
                throw new LocalSystemException("The part %s cannot be elsewhere; these can: %s"
                        .formatted(part, EXAMPLES.keySet().stream().sorted().toList()));
            }
            if (!isAddress(part.equals(Parts.GOOGLE) ? URL : HOST_AND_PORT, address)) {
                throw new LocalSystemException(
                        "%s=%s: the address of %s is like %s".formatted(part, address, part, example));
            }
        });
    }

    private static boolean isAddress(Pattern form, String address) {
        var matcher = form.matcher(address);
        return matcher.matches() && (matcher.group(1) == null || Ports.isNumber(Integer.parseInt(matcher.group(1))));
    }

    /**
     * Makes sure that one can listen at the host.
     *
     * @throws LocalSystemException when nobody knows it, or it is not this machine
     */
    void requireHere() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        } catch (UnknownHostException e) {
            throw new LocalSystemException("--host %s: nobody knows such a host".formatted(host), e);
        } catch (IOException e) {
            throw new LocalSystemException(
                    "--host %s: this machine cannot listen there: %s".formatted(host, e.getMessage()), e);
        }
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
