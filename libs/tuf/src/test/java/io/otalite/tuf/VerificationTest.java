package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.LATER;
import static io.otalite.tuf.TestRepository.key;
import static io.otalite.tuf.TestRepository.version;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.conformance.Covers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationTest {

    @ParameterizedTest(name = "keys {0}, threshold {1}, signed by {2}")
    @CsvSource(delimiter = '|', nullValues = "nobody", textBlock = """
                    1     | 1 | 1     | true
                    1     | 1 | nobody | false
                    1     | 1 | 2     | false
                    1 2   | 1 | 2     | true
                    1 2   | 2 | 2     | false
                    1 2   | 2 | 1 2   | true
                    1 2   | 2 | 1 3   | false
                    1 2   | 2 | 1 3 4 | false
                    1 2 3 | 2 | 3 1 4 | true
                    1     | 2 | 1     | false
                    """)
    void thresholdsCountTheKeysOfTheRole(String keys, int threshold, String signers, boolean verified) {
        Verification verification = verify(rootFor(threshold, keys.split(" ", -1)), signedBy(signers));

        assertThat(verification.verified()).isEqualTo(verified);
        assertThat(verification.threshold()).isEqualTo(threshold);
        assertThat(verification.signedBy().size() + verification.missing().size())
                .isEqualTo(keys.split(" ", -1).length);
    }

    @Test
    void namesWhoSignedAndWhoDidNot() {
        Verification verification = verify(rootFor(2, "1", "2", "3"), signedBy("3 1"));

        assertThat(verification.signedBy()).containsExactly(id("1"), id("3"));
        assertThat(verification.missing()).containsExactly(id("2"));
    }

    @Test
    @Covers("F1")
    void oneKeyUnderTwoKeyIdsIsOneSigner() {
        Root root = rootFor(1, "1");
        KeyId alias = new KeyId("ab".repeat(32));
        Map<KeyId, PublicKey> keys = new HashMap<>(root.keys());
        keys.put(alias, key("1").publicKey());
        Map<RoleName, RoleKeys> roles = new EnumMap<>(root.roles());
        roles.put(RoleName.TARGETS, new RoleKeys(List.of(id("1"), alias), 2));
        Root withAlias = new Root(root.version(), root.expires(), true, keys, roles);
        String signature = Hex.encode(signedBy("1").signatures().get(id("1")).toArray());
        SignedMetadata signedTwice =
                SignedMetadata.parse(Bytes.utf8(new String(signedBy("1").bytes().toArray(), StandardCharsets.UTF_8)
                        .replace(
                                "\"signatures\":[",
                                "\"signatures\":[{\"keyid\":\"" + alias + "\",\"sig\":\"" + signature + "\"},")));

        Verification verification = verify(withAlias, signedTwice);

        assertThat(signedTwice.signatures()).hasSize(2);
        assertThat(verification.signedBy()).containsExactly(id("1"));
        assertThat(verification.verified()).isFalse();
    }

    @Test
    void aBadSignatureAmongGoodOnesDoesNotSpoilThem() {
        String file = new String(signedBy("1 2").bytes().toArray(), StandardCharsets.UTF_8);
        String good = Hex.encode(signedBy("2").signatures().get(id("2")).toArray());
        SignedMetadata oneBad = SignedMetadata.parse(Bytes.utf8(file.replace(good, "00".repeat(64))));

        assertThat(verify(rootFor(1, "1", "2"), oneBad).signedBy()).containsExactly(id("1"));
        assertThat(verify(rootFor(2, "1", "2"), oneBad).verified()).isFalse();
    }

    @Test
    @Covers("F6")
    void aSignatureCoversMembersThatNobodyKnows() {
        String file = new String(signedBy("1").bytes().toArray(), StandardCharsets.UTF_8);
        SignedMetadata changed = SignedMetadata.parse(Bytes.utf8(file.replace("\"x-vendor\":1", "\"x-vendor\":2")));

        assertThat(verify(rootFor(1, "1"), signedBy("1")).verified()).isTrue();
        assertThat(verify(rootFor(1, "1"), changed).verified()).isFalse();
    }

    @Test
    void aSignatureDoesNotDependOnHowTheFileIsSpelt() {
        String file = new String(signedBy("1").bytes().toArray(), StandardCharsets.UTF_8);
        SignedMetadata spaced =
                SignedMetadata.parse(Bytes.utf8(file.replace(",", " ,\n ").replace("_type", "\\u005ftype")));

        assertThat(verify(rootFor(1, "1"), spaced).verified()).isTrue();
    }

    private static Verification verify(Root root, SignedMetadata file) {
        return Verification.of(file, root, RoleName.TARGETS);
    }

    private static KeyId id(String name) {
        return key(name).publicKey().keyId();
    }

    private static SignedMetadata signedBy(String names) {
        List<Ed25519Key> signers = names == null
                ? List.of()
                : Arrays.stream(names.split(" ", -1)).map(TestRepository::key).toList();
        ObjectNode signed = new Targets(version(1), LATER, TestRepository.targets("a")).toJson();
        return SignedMetadata.parse(MetadataWriter.sign(signed.put("x-vendor", 1), signers));
    }

    private static Root rootFor(int threshold, String... names) {
        Map<KeyId, PublicKey> keys = new HashMap<>();
        List<KeyId> ids = Arrays.stream(names).map(VerificationTest::id).toList();
        Arrays.stream(names).forEach(name -> keys.put(id(name), key(name).publicKey()));
        Map<RoleName, RoleKeys> roles = new EnumMap<>(RoleName.class);
        for (RoleName role : RoleName.values()) {
            roles.put(role, new RoleKeys(ids, threshold));
        }
        return new Root(version(1), LATER, true, keys, roles);
    }
}
