package io.otalite.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.conformance.Covers;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdkKeyTest {

    private static final byte[] MESSAGE = "message".getBytes(UTF_8);

    static final JdkKey ECDSA = JdkKey.of(ec("secp256r1"));
    static final JdkKey RSA = JdkKey.of(rsa(2048));

    @ParameterizedTest(name = "{0} {1}, signature {2}")
    @Covers("F3")
    @CsvSource({
        "ecdsa, ecdsa-sha2-nistp256, ecdsa, true",
        "ecdsa-sha2-nistp256, ecdsa-sha2-nistp256, ecdsa, true",
        "ecdsa, ecdsa-sha2-nistp384, ecdsa, false",
        "ecdsa, rsassa-pss-sha256, ecdsa, false",
        "rsa, ecdsa-sha2-nistp256, ecdsa, false",
        "ecdsa, ecdsa-sha2-nistp256, ecdsa-p384, false",
        "rsa, rsassa-pss-sha256, rsa, true",
        "rsa, rsa-pkcs1v15-sha256, rsa, false",
        "ecdsa, rsassa-pss-sha256, rsa, false",
        "rsa, rsassa-pss-sha256, rsa-1024, false",
    })
    void signaturesOfOpenSslAreVerified(String type, String scheme, String file, boolean verified) {
        var key = new PublicKey(type, scheme, text(file + ".pem"));

        assertThat(key.verifies(MESSAGE, Hex.decode(text(file + ".sig")))).isEqualTo(verified);
        assertThat(key.verifies("massage".getBytes(UTF_8), Hex.decode(text(file + ".sig"))))
                .isFalse();
    }

    @Test
    @Covers("F3")
    void theSaltHasThirtyTwoBytes() {
        var key = new PublicKey("rsa", "rsassa-pss-sha256", text("rsa.pem"));

        assertThat(key.verifies(MESSAGE, Hex.decode(text("rsa-salt-20.sig")))).isFalse();
    }

    /** OpenSSL wrote the key in DER, sha256sum its digest. */
    @Test
    void theKeyIdOfAktualizrsDialectIsTheDigestOfTheDerKey() {
        var key = new PublicKey("rsa", "rsassa-pss-sha256", text("rsa.pem"));

        assertThat(Dialect.ATS.keyId(key))
                .hasToString("ed6646d45a4475bb302e152a282dda1be460c69226e822b13485b8c12b1c15aa");
    }

    @ParameterizedTest
    @MethodSource
    void whatIsSignedIsVerified(JdkKey key, String keyType) {
        byte[] signature = key.sign(MESSAGE);

        assertThat(key.publicKey().keyType()).isEqualTo(keyType);
        assertThat(key.publicKey().verifies(MESSAGE, signature)).isTrue();
        assertThat(key.publicKey().verifies(new byte[0], signature)).isFalse();
        assertThat(key.publicKey().text()).matches("(?s)-----BEGIN PUBLIC KEY-----\n.*\n-----END PUBLIC KEY-----\n");
    }

    static Stream<Arguments> whatIsSignedIsVerified() {
        return Stream.of(Arguments.of(ECDSA, "ecdsa"), Arguments.of(RSA, "rsa"));
    }

    @ParameterizedTest
    @MethodSource("whatIsSignedIsVerified")
    void whatIsNoSignatureVerifiesNothing(JdkKey key, String keyType) {
        byte[] cut = java.util.Arrays.copyOf(key.sign(MESSAGE), 20);

        assertThat(key.publicKey().verifies(MESSAGE, new byte[0])).isFalse();
        assertThat(key.publicKey().verifies(MESSAGE, new byte[256])).isFalse();
        assertThat(key.publicKey().verifies(MESSAGE, cut)).isFalse();
    }

    @Test
    @Covers("F3")
    void weakAndOtherKeysAreRefused() {
        assertThatThrownBy(() -> JdkKey.of(rsa(1024))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> JdkKey.of(ec("secp384r1"))).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> PublicKey.of(ec("secp521r1").getPublic())).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PEM",
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
                "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "x-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
            })
    void whatIsNoKeyVerifiesNothing(String text) {
        assertThat(new PublicKey("rsa", "rsassa-pss-sha256", text).verifies(MESSAGE, RSA.sign(MESSAGE)))
                .isFalse();
        assertThat(new PublicKey("ecdsa", "ecdsa-sha2-nistp256", text).verifies(MESSAGE, ECDSA.sign(MESSAGE)))
                .isFalse();
        assertThatThrownBy(() -> Dialect.ATS.keyId(new PublicKey("rsa", "rsassa-pss-sha256", text)))
                .isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n\n"})
    void theLineEndsOfAKeyDoNotMatter(String lineEnd) {
        var key = new PublicKey("rsa", "rsassa-pss-sha256", text("rsa.pem").replace("\n", lineEnd));

        assertThat(key.verifies(MESSAGE, Hex.decode(text("rsa.sig")))).isTrue();
    }

    @Test
    void aKeySpeltTwiceIsOneSigner() {
        PublicKey key = RSA.publicKey();
        PublicKey respelt =
                new PublicKey(key.keyType(), key.scheme(), key.text().strip());
        byte[] signature = RSA.sign(MESSAGE);

        assertThat(respelt.keyId()).isNotEqualTo(key.keyId());
        assertThat(respelt.verifies(MESSAGE, signature)).isTrue();
        assertThat(VerifyingKey.of(respelt).orElseThrow().subjectPublicKeyInfo())
                .isEqualTo(VerifyingKey.of(key).orElseThrow().subjectPublicKeyInfo());
    }

    /** Bytes of the DER that the JDK does not look at: the end of the algorithm's name, its parameters, the unused bits. */
    @ParameterizedTest
    @CsvSource({
        "rsa, rsassa-pss-sha256, 16, 11",
        "rsa, rsassa-pss-sha256, 17, 4",
        "ecdsa, ecdsa-sha2-nistp256, 25, 1",
    })
    void aKeySpeltTwiceInDerIsOneSigner(String type, String scheme, int position, String value) {
        var key = new PublicKey(type, scheme, text(type + ".pem"));
        byte[] der = Pem.decode(key.text()).orElseThrow();
        der[position] = Byte.parseByte(value);
        var respelt = new PublicKey(type, scheme, Pem.encode(der));

        assertThat(respelt.verifies(MESSAGE, Hex.decode(text(type + ".sig")))).isTrue();
        assertThat(VerifyingKey.of(respelt).orElseThrow().subjectPublicKeyInfo())
                .isEqualTo(VerifyingKey.of(key).orElseThrow().subjectPublicKeyInfo());
    }

    @Test
    void aKeyThatCannotSignSaysWhich() {
        var unusable = new PrivateKey() {
            @Override
            public String getAlgorithm() {
                return "EC";
            }

            @Override
            public String getFormat() {
                return "";
            }

            @Override
            public byte[] getEncoded() {
                return new byte[0];
            }
        };
        JdkKey key = JdkKey.of(new KeyPair(ec("secp256r1").getPublic(), unusable));

        assertThatThrownBy(() -> key.sign(MESSAGE))
                .isInstanceOfSatisfying(
                        SigningFailedException.class,
                        failed -> assertThat(failed.keyId())
                                .isEqualTo(key.publicKey().keyId()));
        assertThat(key).hasToString("JdkKey[" + key.publicKey().keyId() + ", private key not shown]");
    }

    private static String text(String file) {
        return new String(Resources.file("openssl", file).toArray(), UTF_8);
    }

    private static KeyPair ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
