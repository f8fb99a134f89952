package io.otalite.emulator.cluster.admission;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A client for each authority and name that webhooks are trusted by; made once, as connections are kept. */
final class WebhookClients implements AutoCloseable {
    private final Map<Trust, HttpClient> clients = new ConcurrentHashMap<>();

    /**
     * How a server proves itself.
     *
     * @param caBundle PEM in base64; empty for the authorities of the JDK
     * @param serverName the name in its certificate; empty when it is that of the URL
     */
    record Trust(String caBundle, String serverName) {}

    /** @throws IOException when the bundle has no certificates */
    HttpClient of(Trust trust) throws IOException {
        var present = clients.get(trust);
        if (present != null) {
            return present;
        }
        var made = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(contextOf(trust))
                .build();
        var winner = clients.putIfAbsent(trust, made);
        return winner == null ? made : winner;
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
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
    }
}
