package io.otalite.emulator.cluster.tls;

import io.otalite.emulator.cluster.disk.PrivateFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs certificates of servers, such as that of the API. It is kept, so that a kubeconfig goes on to be good after a
 * restart; the servers' own keys are not, as nobody pins them.
 */
public final class CertificateAuthority {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final X500Name NAME = new X500Name("CN=ota-lite cluster emulator CA");
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final Duration LIFETIME = Duration.ofDays(3650);
    private static final Duration SERVER_LIFETIME = Duration.ofDays(365);

    private final X509Certificate certificate;
    private final KeyPair key;

    private CertificateAuthority(X509Certificate certificate, KeyPair key) {
        this.certificate = certificate;
        this.key = key;
    }

    /**
     * The authority of a state directory, made when there is none.
     *
     * @param now by the clock that peers judge certificates by, not one that a test moves
     * @throws IOException when its files cannot be read or written, or hold something else
     */
    public static CertificateAuthority open(Path directory, Instant now) throws IOException {
        var key = KeyFile.openOrCreate(directory.resolve("ca.key"));
        var file = directory.resolve("ca.crt");
        if (Files.exists(file)) {
            var certificate = read(file);
            var endsSoon = certificate.getNotAfter().toInstant().isBefore(now.plus(SERVER_LIFETIME));
            if (!endsSoon && certificate.getPublicKey().equals(key.getPublic())) {
                return new CertificateAuthority(certificate, key);
            }
        }
        var authority = new CertificateAuthority(selfSigned(key, now), key);
        PrivateFiles.write(file, authority.pem());
        return authority;
    }

    /** What a client has to trust. */
    public String pem() {
        try {
            return Pem.encode(CERTIFICATE, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate that was read or made can be written", e);
        }
    }

    /**
     * What a server needs that is started elsewhere, in PEM.
     *
     * @param certificates its own and that of the authority
     * @param key the private one; not shown by {@link #toString}
     */
    public record Issued(String certificates, String key) {
        @Override
        public String toString() {
            return "Issued[certificates=%s]".formatted(certificates);
        }
    }

    /** A certificate, and a key that is not kept here, for a server that is known by this DNS name. */
    public Issued issue(String dnsName, Instant now) {
        var serverKey = KeyFile.generate();
        try {
            var server = serverCertificate(serverKey, "CN=" + dnsName, List.of(dnsName), List.of(), now);
            return new Issued(
                    Pem.encode(CERTIFICATE, server.getEncoded()) + pem(),
                    Pem.encode(PRIVATE_KEY, serverKey.getPrivate().getEncoded()));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("The certificate of %s cannot be made".formatted(dnsName), e);
        }
    }

    /** A context for a server that is known by these DNS names and IP addresses. */
    public SSLContext serverContext(List<String> dnsNames, List<String> addresses, Instant now) {
        var serverKey = KeyFile.generate();
        try {
            var server = serverCertificate(serverKey, "CN=kube-apiserver", dnsNames, addresses, now);
            return context(serverKey, List.of(server, certificate));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("The certificate of the server cannot be made", e);
        }
    }

    private X509Certificate serverCertificate(
            KeyPair serverKey, String subject, List<String> dnsNames, List<String> addresses, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        var names = new GeneralNames(Stream.concat(
                        dnsNames.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        addresses.stream().map(address -> new GeneralName(GeneralName.iPAddress, address)))
                .toArray(GeneralName[]::new));
        var builder = builder(new X500Name(subject), serverKey.getPublic(), now, now.plus(SERVER_LIFETIME))
                .addExtension(Extension.subjectAlternativeName, false, names)
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        return sign(builder, key);
    }

    private static SSLContext context(KeyPair serverKey, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        store.setKeyEntry("server", serverKey.getPrivate(), new char[0], chain.toArray(Certificate[]::new));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static X509Certificate selfSigned(KeyPair key, Instant now) {
        try {
            var builder = builder(NAME, key.getPublic(), now, now.plus(LIFETIME))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(
                            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
            return sign(builder, key);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("The certificate of the authority cannot be made", e);
        }
    }

    private static X509v3CertificateBuilder builder(X500Name subject, PublicKey key, Instant now, Instant end) {
        return new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(127, new SecureRandom()),
                Date.from(now.minus(BACKDATED)),
                Date.from(end),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair key)
            throws GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static X509Certificate read(Path file) throws IOException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Pem.read(file, CERTIFICATE)));
        } catch (GeneralSecurityException e) {
            throw new IOException("%s: not a certificate; remove the file to get a new one".formatted(file), e);
        }
    }
}
