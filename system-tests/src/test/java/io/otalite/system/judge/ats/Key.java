package io.otalite.system.judge.ats;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** A public key of a root, with the name under which its signatures go. */
record Key(String id, String method, PublicKey key) {
    private static final HexFormat HEX = HexFormat.of();
    /** SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes }, before these bytes (RFC 8410 4). */
    private static final byte[] ED25519_PREFIX = HEX.parseHex("302a300506032b6570032100");

    private static final Pattern ED25519_PUBLIC = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN PUBLIC KEY-----\n((?:[A-Za-z0-9+/]{1,64}={0,2}\n)+)-----END PUBLIC KEY-----\n?");
    private static final Set<Integer> RSA_BITS = Set.of(2048, 3072, 4096);
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    static Key read(String id, Json value, Rules rules) {
        if (!(value instanceof Json.Members members)) {
            throw Rules.refusal(Rule.KEY, "key %s is not an object", id);
        }
        var type = members.text("keytype").orElse("");
        rules.require(type.equals(type.toUpperCase(Locale.ROOT)), Rule.KEY_TYPE, "key %s has the type %s", id, type);
        var halves = members.find("keyval", Json.Members.class)
                .orElseThrow(() -> Rules.refusal(Rule.KEY, "key %s has no keyval", id));
        rules.require(
                halves.all().keySet().equals(Set.of("public")),
                Rule.PRIVATE_KEY,
                "key %s has the members %s",
                id,
                halves.all().keySet());
        var text = halves.text("public").orElse("");
        var key = read(id, type, text);
        rules.require(id.equals(idOf(key.key())), Rule.KEY_ID, "key %s should be called %s", id, idOf(key.key()));
        return key;
    }

    private static Key read(String id, String type, String text) {
        try {
            return switch (type.toUpperCase(Locale.ROOT)) {
                case "ED25519" -> new Key(id, "ed25519", ed25519(id, text));
                case "RSA" -> new Key(id, "rsassa-pss-sha256", rsa(id, text));
                default -> throw Rules.refusal(Rule.KEY_TYPE, "key %s has the type \"%s\"", id, type);
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw Rules.refusal(Rule.KEY, "key %s cannot be read: %s", id, e.getMessage());
        }
    }

    private static PublicKey ed25519(String id, String text) throws GeneralSecurityException {
        if (!ED25519_PUBLIC.matcher(text).matches()) {
            throw Rules.refusal(Rule.KEY, "key %s is not 64 hex digits", id);
        }
        var spki = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + 32);
        System.arraycopy(HEX.parseHex(text), 0, spki, ED25519_PREFIX.length, 32);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    }

    private static PublicKey rsa(String id, String text) throws GeneralSecurityException {
        var pem = PEM.matcher(text);
        if (!pem.matches()) {
            throw Rules.refusal(Rule.KEY, "key %s is not PEM of a SubjectPublicKeyInfo", id);
        }
        var spki = Base64.getDecoder().decode(pem.group(1).replace("\n", ""));
        var key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki));
        if (!Arrays.equals(spki, key.getEncoded())
                || !RSA_BITS.contains(key.getModulus().bitLength())) {
            throw Rules.refusal(
                    Rule.KEY, "key %s has %d bits", id, key.getModulus().bitLength());
        }
        return key;
    }

    private static String idOf(PublicKey key) {
        return Digests.sha256(key.getEncoded());
    }

    boolean verifies(byte[] signed, byte[] signature) {
        try {
            var check = Signature.getInstance(key instanceof RSAPublicKey ? "RSASSA-PSS" : "Ed25519");
            if (key instanceof RSAPublicKey) {
                check.setParameter(PSS);
            }
            check.initVerify(key);
            check.update(signed);
            return check.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
