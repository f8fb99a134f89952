package io.otalite.local.system;

import io.otalite.emulator.cluster.tls.CertificateAuthority;
import io.otalite.emulator.cluster.tls.CertificateAuthority.Issued;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * What the API server and the guard of rotation-service trust each other by. The authority is kept; the certificate is
 * new at each start, so that it never ends.
 *
 * @param authority in PEM
 */
record GuardCertificate(String authority, Issued issued) {
    private static final String NAME = "rotation-service.ota-lite-rotation.svc";

    /** @param folder of the authority; made when it is missing */
    static GuardCertificate issue(Path folder, Instant now) {
        try {
            Files.createDirectories(folder);
            var authority = CertificateAuthority.open(folder, now);
            return new GuardCertificate(authority.pem(), authority.issue(NAME, now));
        } catch (IOException e) {
            throw new LocalSystemException("The certificate of the guard cannot be made in " + folder + ": " + e, e);
        }
    }

    /** The {@code caBundle} of a webhook. */
    String caBundle() {
        return Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII));
    }

    /** The content of a Secret as Kubernetes has it for TLS. */
    Map<String, String> secret() {
        return Map.of("tls.crt", issued.certificates(), "tls.key", issued.key());
    }
}
