package io.otalite.emulator.cluster.admission;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A client for each webhook, as connections are kept; replaced when it is to be trusted by something else. Thread-safe. */
final class WebhookClients implements AutoCloseable {
    private final Map<String, Client> clients = new HashMap<>();

    private record Client(Trust trust, HttpClient http) {}

    /**
     * How a server proves itself.
     *
     * @param caBundle PEM in base64; empty for the authorities of the JDK
     * @param serverName the name in its certificate; empty when it is that of the URL
     */
    record Trust(String caBundle, String serverName) {}

    /**
     * The client for one webhook.
     *
     * @param webhook its name, and that of its configuration
     * @throws IOException when the bundle has no certificates
     */
    synchronized HttpClient of(String webhook, Trust trust) throws IOException {
        var present = clients.get(webhook);
        if (present != null && present.trust.equals(trust)) {
            return present.http;
        }
        var made = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(contextOf(trust))
                .build();
        var replaced = clients.put(webhook, new Client(trust, made));
        if (replaced != null) {
            // Calls under way come to their end.
            replaced.http.shutdown();
        }
        return made;
    }

    private static SSLContext contextOf(Trust trust) throws IOException {
        try {
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trust.caBundle().isEmpty() ? null : authorities(trust.caBundle()));
            var found = managers.getTrustManagers();
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.serverName().isEmpty() ? found : named(found, trust.serverName()), null);
            return context;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("unable to load root certificates: " + e.getMessage(), e);
        }
    }

    private static @Nullable KeyStore authorities(String caBundle) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var pem = new ByteArrayInputStream(Base64.getMimeDecoder().decode(caBundle));
        for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
            store.setCertificateEntry("ca-" + store.size(), certificate);
        }
        return store;
    }

    private static TrustManager[] named(TrustManager[] managers, String serverName) {
        for (var manager : managers) {
            if (manager instanceof X509ExtendedTrustManager authorities) {
                return new TrustManager[] {new ServerNameTrust(authorities, serverName)};
            }
        }
        throw new IllegalArgumentException("the JDK has no X.509 trust manager");
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(client -> client.http.shutdownNow());
    }
}
