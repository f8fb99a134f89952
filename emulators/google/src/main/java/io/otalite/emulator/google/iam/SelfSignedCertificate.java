package io.otalite.emulator.google.iam;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
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

/** The certificate in which a key service wraps a public half, signed with the private half of the same pair. */
public final class SelfSignedCertificate {
    private static final AlgorithmIdentifier SHA256_WITH_RSA =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);

    private SelfSignedCertificate() {}

    /**
     * Makes one (RFC 5280 4.1).
     *
     * @param pair of RSA
     * @param commonName of its subject, which is its issuer
     * @return X.509 in DER
     */
    public static byte[] of(KeyPair pair, String commonName, BigInteger serial, Instant from, Instant until) {
        var name = new X500Name("CN=" + commonName);
        var generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(serial));
        generator.setIssuer(name);
        generator.setSubject(name);
        generator.setStartDate(new Time(Date.from(from)));
        generator.setEndDate(new Time(Date.from(until)));
        generator.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
        generator.setSignature(SHA256_WITH_RSA);
        var toBeSigned = generator.generateTBSCertificate();
        try {
            var signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(pair.getPrivate());
            signer.update(toBeSigned.getEncoded(ASN1Encoding.DER));
            return new DERSequence(new ASN1Encodable[] {toBeSigned, SHA256_WITH_RSA, new DERBitString(signer.sign())})
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("A pair of RSA keys can always sign", e);
        }
    }
}
