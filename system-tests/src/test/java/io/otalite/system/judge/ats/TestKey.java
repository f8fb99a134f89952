package io.otalite.system.judge.ats;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key pair of a test, with what roots say about it. */
record TestKey(String type, KeyPair pair) {
    private static final int ED25519_BYTES = 32;

    static TestKey ed25519() {
        return new TestKey("ED25519", generate("Ed25519", 255));
    }

    static TestKey rsa(int bits) {
        return new TestKey("RSA", generate("RSA", bits));
    }

    private static KeyPair generate(String algorithm, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has " + algorithm, e);
        }
    }

    String id() {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(pair.getPublic().getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }

    Map<String, Object> publicKey() {
        var half = new LinkedHashMap<String, Object>();
        half.put("public", type.equals("RSA") ? pem() : hex());
        var key = new LinkedHashMap<String, Object>();
        key.put("keyval", half);
        key.put("keytype", type);
        return key;
    }

    private String hex() {
        var spki = pair.getPublic().getEncoded();
        return HexFormat.of().formatHex(Arrays.copyOfRange(spki, spki.length - ED25519_BYTES, spki.length));
    }

    private String pem() {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
    }

    Map<String, Object> sign(byte[] bytes) {
        try {
            var rsa = type.equals("RSA");
            var signature = Signature.getInstance(rsa ? "RSASSA-PSS" : "Ed25519");
            if (rsa) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(pair.getPrivate());
            signature.update(bytes);
            var made = new LinkedHashMap<String, Object>();
            made.put("keyid", id());
            made.put("method", rsa ? "rsassa-pss-sha256" : "ed25519");
            made.put("sig", Base64.getEncoder().encodeToString(signature.sign()));
            return made;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("A fresh key signs", e);
        }
    }
}
