package io.otalite.emulator.cluster.tls;

import io.otalite.emulator.cluster.disk.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** An EC key of the curve P-256 that is made once and kept in a file that only its owner reads. */
public final class KeyFile {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private KeyFile() {}

    /** @throws IOException when the file cannot be read or written, or holds something else */
    public static KeyPair openOrCreate(Path file) throws IOException {
        return Files.exists(file) ? read(file) : create(file);
    }

    /** A key that is not kept. */
    public static KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has P-256", e);
        }
    }

    private static KeyPair create(Path file) throws IOException {
        var pair = generate();
        PrivateFiles.write(
                file,
                Pem.encode(PRIVATE, pair.getPrivate().getEncoded())
                        + Pem.encode(PUBLIC, pair.getPublic().getEncoded()));
        return pair;
    }

    private static KeyPair read(Path file) throws IOException {
        try {
            var keys = KeyFactory.getInstance("EC");
            return new KeyPair(
                    keys.generatePublic(new X509EncodedKeySpec(Pem.read(file, PUBLIC))),
                    keys.generatePrivate(new PKCS8EncodedKeySpec(Pem.read(file, PRIVATE))));
        } catch (GeneralSecurityException e) {
            throw new IOException("%s: not an EC key; remove the file to get a new one".formatted(file), e);
        }
    }
}
