package io.otalite.rotation.credentials.google;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** A pair of RSA keys that is made here, and the certificate in which Google takes its public half. */
final class OwnKey {
    private static final int RSA_BITS = 2048;
    private static final int SERIAL_BITS = 127;

    /** A clock at Google may be behind. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    /** No end (RFC 5280 4.1.2.5). */
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final AlgorithmIdentifier SHA256_WITH_RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

    private OwnKey() {}

    static KeyPair generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /**
     * Signs the public half with the private one (RFC 5280 4.1).
     *
     * @return X.509 in PEM
     */
    static byte[] certificate(KeyPair pair, String commonName, SecureRandom random, Instant now) {
        var name = new X500Name("CN=" + commonName);
        var generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE)));
        generator.setIssuer(name);
        generator.setSubject(name);
        generator.setStartDate(new Time(Date.from(now.minus(SKEW))));
        generator.setEndDate(new Time(Date.from(NEVER)));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        generator.setSignature(SHA256_WITH_RSA);
        var toBeSigned = generator.generateTBSCertificate();
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(pair.getPrivate());
            signer.update(toBeSigned.getEncoded(ASN1Encoding.DER));
            var signed =
                    new DERSequence(new ASN1Encodable[] {toBeSigned, SHA256_WITH_RSA, new DERBitString(signer.sign())});
            return pem("CERTIFICATE", signed.getEncoded(ASN1Encoding.DER)).getBytes(StandardCharsets.US_ASCII);
        } catch (IOException | GeneralSecurityException alwaysPossible) {
            throw new IllegalStateException("A pair of RSA keys can always sign", alwaysPossible);
        }
    }

    /** Text armour of DER (RFC 7468). */
    static String pem(String label, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, LINES.encodeToString(der));
    }
}
