package io.otalite.rotation.images.registry;

import com.google.common.base.Throwables;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Requests that cannot take longer, bring more, or go elsewhere than they may. TLS is demanded of everybody but the loopback
 * interface and the registries that were named as insecure, redirects and token endpoints included.
 */
final class BoundedHttp implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient client;
    private final Set<String> insecure;

    BoundedHttp(Duration connectTimeout, Set<String> insecure) {
        this.insecure = Set.copyOf(insecure);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    /** A request as it would be sent to any host; the authorization is for the first one only. */
    record Ask(String method, URI uri, String accept, Optional<String> authorization, int largestBody) {
        Ask to(URI elsewhere) {
            var sameHost = elsewhere.getScheme().equals(uri.getScheme())
                    && elsewhere.getRawAuthority().equals(uri.getRawAuthority());
            return new Ask(method, elsewhere, accept, sameHost ? authorization : Optional.empty(), largestBody);
        }
    }

    /** Whether this host, with its port where it has one, is spoken to without TLS. */
    boolean isPlain(String authority) {
        return insecure.contains(authority) || isLoopback(authority);
    }

    /** By what the name says, not by what a name server makes of it. */
    private static boolean isLoopback(String authority) {
        var host = authority.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    /** Sends the request and follows redirects, whose hosts do not get the authorization. */
    HttpResponse<byte[]> send(Ask first, long deadline) throws NoAnswerException {
        var ask = first;
        for (var redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            var answer = sendOnce(ask, deadline);
            var location = answer.headers().firstValue("Location");
            if (!REDIRECTS.contains(answer.statusCode()) || location.isEmpty()) {
                return answer;
            }
            ask = ask.to(address(ask.uri(), location.get()));
        }
        throw new NoAnswerException("%s redirects without end".formatted(host(first.uri())));
    }

    /** An address as it is written out. */
    URI address(String text) throws NoAnswerException {
        try {
            return requireAllowed(new URI(text));
        } catch (URISyntaxException malformed) {
            throw new NoAnswerException("'%s' is no address".formatted(text));
        }
    }

    /** An address that a server named, relative to where it was named. */
    URI address(URI base, String named) throws NoAnswerException {
        try {
            return requireAllowed(base.resolve(new URI(named)));
        } catch (URISyntaxException malformed) {
            throw new NoAnswerException("%s names a malformed address".formatted(host(base)));
        }
    }

    private URI requireAllowed(URI uri) throws NoAnswerException {
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new NoAnswerException("'%s' is no address of a host".formatted(uri.getRawAuthority()));
        }
        var plain = uri.getScheme().equals("http") && isPlain(uri.getRawAuthority());
        if (!plain && !uri.getScheme().equals("https")) {
            throw new NoAnswerException("%s would have to be asked without TLS, which is not allowed for it"
                    .formatted(uri.getRawAuthority()));
        }
        return uri;
    }

    private HttpResponse<byte[]> sendOnce(Ask ask, long deadline) throws NoAnswerException {
        var host = host(requireAllowed(ask.uri()));
        var request = HttpRequest.newBuilder(ask.uri())
                .method(ask.method(), HttpRequest.BodyPublishers.noBody())
                .header("Accept", ask.accept())
                .header("User-Agent", "ota-lite");
        ask.authorization().ifPresent(value -> request.header("Authorization", value));
        var answer =
                client.sendAsync(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), ask.largestBody()));
        try {
            return answer.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException silent) {
            answer.cancel(true);
            throw new NoAnswerException("%s has not answered in time".formatted(host));
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoAnswerException("%s was not waited for: the check was interrupted".formatted(host));
        } catch (ExecutionException failed) {
            throw new NoAnswerException("%s: %s".formatted(host, reason(failed)));
        }
    }

    /**
     * Tells kinds, not messages: those of a protocol error quote what the server sent. A server that speaks no TLS is now and then told
     * as one to which no connection can be made: the JDK's client may miss the end of a handshake and wait until its connect timeout.
     */
    private static String reason(ExecutionException failure) {
        var chain = Throwables.getCausalChain(failure);
        if (chain.stream().anyMatch(UnresolvedAddressException.class::isInstance)) {
            return "the name of the host cannot be resolved";
        }
        if (chain.stream().anyMatch(SSLException.class::isInstance)) {
            return "no TLS connection can be made";
        }
        return chain.stream().anyMatch(ConnectException.class::isInstance)
                ? "no connection can be made"
                : "the answer broke off, is too large, or is no HTTP";
    }

    static String host(URI uri) {
        return uri.getRawAuthority();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
