package io.otalite.rotation.guard.https;

import io.otalite.rotation.guard.https.CertificateFiles.Unusable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates clients have to present: the authorities in a PEM file. */
final class ClientAuthority {
    private ClientAuthority() {}

    /** @throws Unusable if the file holds no certificates; nobody is to be let in because of that */
    static TrustManager[] read(Path file) throws Unusable {
        try (var pem = Files.newInputStream(file)) {
            var authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            for (var authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                authorities.setCertificateEntry("authority-" + authorities.size(), authority);
            }
            if (authorities.size() == 0) {
                throw new Unusable("there is no certificate in " + file);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            return trust.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new Unusable("there are no readable certificates in %s (%s)"
                    .formatted(file, e.getClass().getSimpleName()));
        }
    }
}
