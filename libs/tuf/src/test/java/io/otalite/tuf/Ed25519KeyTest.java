package io.otalite.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.conformance.Covers;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeyTest {

    private static final byte[] MESSAGE = {1, 2, 3};

    private final Ed25519Key key = TestRepository.key("some key");

    /** RFC 8032 7.1, tests 1, 2, 3 and SHA(abc). */
    @ParameterizedTest
    @Covers("F3")
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,"
                + "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,"
                + "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,"
                + "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    })
    void signsAsTheStandardSays(String seed, String publicHex, String message, String signature) {
        HexFormat hex = HexFormat.of();
        Ed25519Key standard = Ed25519Key.fromSeed(hex.parseHex(seed));

        assertThat(standard.publicKey().text()).isEqualTo(publicHex);
        assertThat(standard.sign(hex.parseHex(message))).asHexString().isEqualToIgnoringCase(signature);
        assertThat(standard.publicKey().verifies(hex.parseHex(message), hex.parseHex(signature)))
                .isTrue();
    }

    @Test
    void aKeyIsItsSeed() {
        Ed25519Key generated = Ed25519Key.generate(new SecureRandom());

        Ed25519Key again = Ed25519Key.fromSeed(generated.seed());

        assertThat(again.publicKey()).isEqualTo(generated.publicKey());
        assertThat(again.sign(MESSAGE)).isEqualTo(generated.sign(MESSAGE));
    }

    @Test
    void theSeedIsACopyAndNeverPrinted() {
        byte[] seed = key.seed();
        seed[0]++;

        assertThat(key.seed()).isNotEqualTo(seed);
        assertThat(key.toString())
                .contains(key.publicKey().keyId().hex())
                .doesNotContain(HexFormat.of().formatHex(key.seed()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33, 64})
    void refusesSeedsAndPublicKeysOfOtherSizes(int size) {
        assertThatThrownBy(() -> Ed25519Key.fromSeed(new byte[size])).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> PublicKey.ed25519(new byte[size])).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void givenOneBitChanged_whenVerified_thenFalse() {
        byte[] signature = key.sign(MESSAGE);
        for (int i = 0; i < signature.length; i++) {
            byte[] changed = signature.clone();
            changed[i] ^= 1;
            assertThat(key.publicKey().verifies(MESSAGE, changed))
                    .as("byte %d", i)
                    .isFalse();
        }
        assertThat(key.publicKey().verifies(new byte[] {1, 2, 4}, signature)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65, 72})
    void signaturesOfOtherSizesVerifyForNoKey(int size) {
        assertThat(key.publicKey().verifies(MESSAGE, new byte[size])).isFalse();
    }

    @ParameterizedTest
    @Covers("F3")
    @CsvSource({
        "ecdsa, ecdsa-sha2-nistp256, d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "ed25519, ed25519ph, d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "ed25519, ed25519, d75a",
        "ed25519, ed25519, D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A",
        "ed25519, ed25519, zz5a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "ed25519, ed25519, ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        // The neutral element and a point of order two, under which anybody could sign.
        "ed25519, ed25519, 0100000000000000000000000000000000000000000000000000000000000000",
        "ed25519, ed25519, ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    })
    void keysThatCannotBeUsedVerifyNothing(String type, String scheme, String publicHex) {
        PublicKey unusable = new PublicKey(type, scheme, publicHex);
        byte[] forged = new byte[64];
        forged[0] = 1;

        assertThat(unusable.verifies(MESSAGE, key.sign(MESSAGE))).isFalse();
        assertThat(unusable.verifies(MESSAGE, forged)).isFalse();
    }

    @Test
    @Covers("F2")
    void theKeyIdIsTheDigestOfTheCanonicalKeyObject() {
        PublicKey standard =
                new PublicKey("ed25519", "ed25519", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

        assertThat(standard.keyId().hex()).isEqualTo(Bytes.utf8("""
                        {"keytype":"ed25519","keyval":{"public":\
                        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"},"scheme":"ed25519"}\
                        """).sha256().hex());
    }
}
