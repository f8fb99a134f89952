package io.otalite.emulator.google.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.otalite.emulator.google.http.ApiException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of a pair that the caller made. Only the certificate is kept of what was sent, so that a private half
 * that was pasted with it is not. Its issuer and its signature do not matter, as at Google.
 */
record UploadedCertificate(X509Certificate certificate, RSAPublicKey publicKey) {
    private static final int LEAST_RSA_BITS = 2048;
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    /**
     * Reads a PEM certificate in base64 of either alphabet, padded or not.
     *
     * @throws ApiException 400 when it is anything else, is over, or has another key than RSA with 2048 bits or more
     */
    static UploadedCertificate of(JsonNode publicKeyData, Instant now) {
        var uploaded = of(certificate(decode(publicKeyData.asText())));
        if (!now.isBefore(uploaded.certificate.getNotAfter().toInstant())) {
            throw ApiException.invalid("The certificate is over.");
        }
        return uploaded;
    }

    private static UploadedCertificate of(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof RSAPublicKey key
                && key.getAlgorithm().equals("RSA")
                && key.getModulus().bitLength() >= LEAST_RSA_BITS) {
            return new UploadedCertificate(certificate, key);
        }
        throw ApiException.invalid(
                "The certificate must hold an RSA key of %d bits or more.".formatted(LEAST_RSA_BITS));
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder()
                    .decode(base64.replace('-', '+').replace('_', '/').replaceFirst("={1,2}$", ""));
        } catch (IllegalArgumentException _) {
            throw ApiException.invalid("publicKeyData is not base64.");
        }
    }

    private static X509Certificate certificate(byte[] pem) {
        var begin = new String(pem, StandardCharsets.ISO_8859_1).indexOf(BEGIN);
        if (begin < 0) {
            throw ApiException.invalid("publicKeyData is not a PEM file with an X.509 certificate.");
        }
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem, begin, pem.length - begin));
        } catch (CertificateException _) {
            throw ApiException.invalid("publicKeyData does not hold an X.509 certificate.");
        }
    }

    /** An enabled key, whose id follows from the public half: the same pair has the same id wherever it is uploaded. */
    ServiceAccountKey key(Instant countsFrom) {
        try {
            var encoder = Base64.getEncoder();
            return new ServiceAccountKey(
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(publicKey.getEncoded())),
                    encoder.encodeToString(publicKey.getEncoded()),
                    certificate.getNotBefore().toInstant(),
                    new KeyOrigin(
                            KeyOrigin.Kind.USER_PROVIDED,
                            certificate.getNotAfter().toInstant(),
                            countsFrom,
                            encoder.encodeToString(certificate.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A certificate that was read can be written", e);
        }
    }
}
