package io.otalite.api.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.tuf.Bytes;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrivateKeyTest {
    private static final byte[] MESSAGE = {1, 2, 3};

    private final SecureRandom random = new SecureRandom();

    /** The size of a signature of RSA is that of the key, 3072 bits; of ECDSA, two numbers of 256 bits in DER. */
    @ParameterizedTest
    @CsvSource({"ED25519,64,64", "ECDSA,60,72", "RSA,384,384"})
    void aKeyIsMadeAgainOfItsBytes(KeyScheme scheme, int least, int most) {
        // Given
        var key = PrivateKey.generate(scheme, random);

        // When
        var again = PrivateKey.of(key.scheme(), key.secret(), key.publicHalf());

        // Then
        assertThat(key.signer().sign(MESSAGE)).hasSizeBetween(least, most);
        assertThat(again.keyId()).isEqualTo(key.keyId());
        assertThat(key.signer().publicKey().verifies(MESSAGE, again.signer().sign(MESSAGE)))
                .isTrue();
        assertThat(again.toString())
                .contains("not shown")
                .doesNotContain(SigningKeysContractTest.texts(key.secret().toArray()));
    }

    @ParameterizedTest
    @EnumSource(KeyScheme.class)
    void bytesThatAreNoKeyAreRefusedWithoutShowingThem(KeyScheme scheme) {
        var secret = Bytes.utf8("certainly a secret");

        assertThatThrownBy(() -> PrivateKey.of(scheme, secret, Optional.of(Bytes.utf8("public"))))
                .isInstanceOf(KeyUnreadableException.class)
                .hasMessageContaining(scheme.id())
                .hasNoCause()
                .message()
                .doesNotContain(SigningKeysContractTest.texts(secret.toArray()));
    }
}
