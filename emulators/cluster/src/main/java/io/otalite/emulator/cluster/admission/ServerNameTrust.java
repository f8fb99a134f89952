package io.otalite.emulator.cluster.admission;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a server that proves another name than the one it is called by: a Service is called by an address of this
 * machine, and its certificate is for {@code name.namespace.svc}.
 */
final class ServerNameTrust extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;

    private final X509ExtendedTrustManager authorities;
    private final String serverName;

    ServerNameTrust(X509ExtendedTrustManager authorities, String serverName) {
        this.authorities = authorities;
        this.serverName = serverName;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authorities.checkServerTrusted(chain, authType);
        var names = chain[0].getSubjectAlternativeNames();
        if (names == null || names.stream().noneMatch(this::isServerName)) {
            throw new CertificateException(
                    "certificate is valid for %s, not %s".formatted(names == null ? List.of() : dnsNames(names), serverName));
        }
    }

    private boolean isServerName(List<?> name) {
        return name.getFirst().equals(DNS_NAME) && serverName.equalsIgnoreCase(String.valueOf(name.get(1)));
    }

    private static List<String> dnsNames(Collection<List<?>> names) {
        return names.stream().map(name -> String.valueOf(name.get(1))).toList();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this side is the client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
