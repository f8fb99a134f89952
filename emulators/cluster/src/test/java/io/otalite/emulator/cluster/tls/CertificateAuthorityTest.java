package io.otalite.emulator.cluster.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NAME = "hooks.shop.svc";

    @TempDir
    private Path folder;

    @Test
    void anIssuedCertificateIsForItsNameAndItsKeyAndSignedByTheAuthority() throws Exception {
        // Given
        var authority = CertificateAuthority.open(folder, NOW);

        // When
        var issued = authority.issue(NAME, NOW);

        // Then
        var chain = chain(issued.certificates());
        assertThat(chain).hasSize(2);
        var server = chain.getFirst();
        server.verify(chain.getLast().getPublicKey());
        server.checkValidity(Date.from(NOW));
        assertThat(server.getSubjectAlternativeNames()).containsExactly(List.of(2, NAME));
        assertThat(belongTogether(key(issued.key()), server.getPublicKey())).isTrue();
        assertThat(chain(authority.pem())).containsExactly(chain.getLast());
        assertThat(issued.toString()).doesNotContain("PRIVATE");
    }

    private List<X509Certificate> chain(String pem) throws Exception {
        var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
        return CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private PrivateKey key(String pem) throws Exception {
        var file = Files.writeString(folder.resolve("issued.key"), pem);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(Pem.read(file, "PRIVATE KEY")));
    }

    private static boolean belongTogether(PrivateKey key, PublicKey other) throws Exception {
        var signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(key);
        signing.update((byte) 1);
        var signature = signing.sign();
        signing.initVerify(other);
        signing.update((byte) 1);
        return signing.verify(signature);
    }
}
