package io.otalite.rotation.guard.https;

import io.otalite.tuf.Sha256;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its key in two PEM files, as cert-manager and kubectl write them. Not thread-safe.
 *
 * <p>Both are read together; where they are mounted from a Secret they change together, too. Half a change does not fit together, and is
 * read again.
 */
public final class CertificateFiles {
    private final Optional<Path> certificate;
    private final Optional<Path> key;
    private final Vertx vertx;
    private @Nullable String known;

    /** @param vertx reads the forms that a key may have; nothing runs on it */
    public CertificateFiles(Optional<Path> certificate, Optional<Path> key, Vertx vertx) {
        this.certificate = certificate;
        this.key = key;
        this.vertx = vertx;
    }

    /** Why there is no certificate. The content of the files is not repeated. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        private final String why;

        Unusable(String why) {
            super(why);
            this.why = why;
        }

        String why() {
            return why;
        }
    }

    /**
     * What the files hold, unless it is what they held before.
     *
     * @throws Unusable if there is no certificate, or none that fits the key
     */
    Optional<X509ExtendedKeyManager> changed() throws Unusable {
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new Unusable("neither a certificate nor a key is configured");
        }
        var chain = read(certificate.get());
        var secret = read(key.get());
        var both = Sha256.of(chain).hex() + Sha256.of(secret).hex();
        if (both.equals(known)) {
            return Optional.empty();
        }
        var keys = keys(chain, secret);
        known = both;
        return Optional.of(keys);
    }

    /** Has the next {@link #changed()} give what the files hold, whatever it gave before. */
    void forget() {
        known = null;
    }

    private X509ExtendedKeyManager keys(byte[] chain, byte[] secret) throws Unusable {
        var options = new PemKeyCertOptions().addCertValue(Buffer.buffer(chain)).addKeyValue(Buffer.buffer(secret));
        try {
            for (var manager : options.getKeyManagerFactory(vertx).getKeyManagers()) {
                if (manager instanceof X509ExtendedKeyManager keys) {
                    return keys;
                }
            }
            throw new IllegalStateException("the JDK has no X.509 key manager");
        } catch (Exception e) {
            // Whatever is wrong with it: its text may quote the key.
            throw new Unusable("%s and %s hold no certificate with its key (%s)"
                    .formatted(certificate.get(), key.get(), e.getClass().getSimpleName()));
        }
    }

    private static byte[] read(Path file) throws Unusable {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Unusable("there is no readable " + file);
        }
    }
}
