package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.LATER;
import static io.otalite.tuf.TestRepository.key;
import static io.otalite.tuf.TestRepository.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.conformance.Covers;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootChainTest {

    /**
     * Each root is {@code version:keys:threshold:signers}. The outcome is {@code accepted}, or which root is refused and
     * for what.
     */
    @ParameterizedTest(name = "{0}: {1}")
    @Covers({"W4", "5.2", "5.3.4", "5.3.5"})
    @CsvSource(delimiter = '|', textBlock = """
                    first root, signed by its key            | 1:a:1:a                                | accepted
                    first root, not signed                   | 1:a:1:-                                | 1 5.2 SIGNATURE_THRESHOLD
                    first root, signed by a stranger         | 1:a:1:b                                | 1 5.2 SIGNATURE_THRESHOLD
                    first root, threshold of two, both sign  | 1:ab:2:ab                              | accepted
                    first root, threshold of two, one signs  | 1:ab:2:a                               | 1 5.2 SIGNATURE_THRESHOLD
                    first root, too few keys                 | 1:a:2:a                                | 1 5.2 SIGNATURE_THRESHOLD
                    a client may be shipped with a later one | 7:a:1:a 8:a:1:a                        | accepted
                    same key again                           | 1:a:1:a 2:a:1:a 3:a:1:a                | accepted
                    key replaced, both sign                  | 1:a:1:a 2:b:1:ab                       | accepted
                    key replaced, only the old one signs     | 1:a:1:a 2:b:1:a                        | 2 5.3.4 SIGNATURE_THRESHOLD
                    key replaced, only the new one signs     | 1:a:1:a 2:b:1:b                        | 2 5.3.4 SIGNATURE_THRESHOLD
                    key replaced, nobody signs               | 1:a:1:a 2:b:1:-                        | 2 5.3.4 SIGNATURE_THRESHOLD
                    replaced twice                           | 1:a:1:a 2:b:1:ab 3:c:1:bc              | accepted
                    replaced twice, the first key signs      | 1:a:1:a 2:b:1:ab 3:c:1:ac              | 3 5.3.4 SIGNATURE_THRESHOLD
                    a key returns                            | 1:a:1:a 2:b:1:ab 3:a:1:ab              | accepted
                    a key is added                           | 1:a:1:a 2:ab:1:a                       | accepted
                    a key is added, the added one signs      | 1:a:1:a 2:ab:1:b                       | 2 5.3.4 SIGNATURE_THRESHOLD
                    a key is removed                         | 1:ab:1:a 2:a:1:a                       | accepted
                    a key is removed and signs alone         | 1:ab:1:a 2:a:1:b                       | 2 5.3.4 SIGNATURE_THRESHOLD
                    threshold raised, both sign              | 1:ab:1:a 2:ab:2:ab                     | accepted
                    threshold raised, one signs              | 1:ab:1:a 2:ab:2:a                      | 2 5.3.4 SIGNATURE_THRESHOLD
                    threshold lowered, both sign             | 1:ab:2:ab 2:ab:1:ab                    | accepted
                    threshold lowered, one signs             | 1:ab:2:ab 2:ab:1:a                     | 2 5.3.4 SIGNATURE_THRESHOLD
                    two of three, one replaced, overlap      | 1:abc:2:ab 2:abd:2:ab                  | accepted
                    two of three, one replaced, old and new  | 1:abc:2:ab 2:abd:2:ad                  | 2 5.3.4 SIGNATURE_THRESHOLD
                    two of three, two replaced               | 1:abc:2:ab 2:ade:2:abd                 | accepted
                    two of three, two replaced, one missing  | 1:abc:2:ab 2:ade:2:ab                  | 2 5.3.4 SIGNATURE_THRESHOLD
                    a version is left out                    | 1:a:1:a 3:a:1:a                        | 3 5.3.5 ROLLBACK
                    the same version                         | 2:a:1:a 2:a:1:a                        | 2 5.3.5 ROLLBACK
                    a lower version                          | 2:a:1:a 1:a:1:a                        | 1 5.3.5 ROLLBACK
                    strangers cannot go down either          | 2:a:1:a 1:b:1:b                        | 1 5.3.4 SIGNATURE_THRESHOLD
                    """)
    void rootsFollowEachOther(String scenario, String roots, String outcome) {
        Optional<Bytes> trusted = Optional.empty();
        String found = "accepted";
        for (String spec : roots.split(" ", -1)) {
            Bytes candidate = root(spec);
            switch (RootChain.verify(trusted, candidate)) {
                case RootChain.Verdict.Accepted accepted -> trusted = Optional.of(candidate);
                case RootChain.Verdict.Refused refused ->
                    found = spec.charAt(0) + " " + refused.section() + " " + refused.reason();
            }
        }

        assertThat(found).isEqualTo(outcome);
    }

    @Test
    @Covers("5.3.6")
    void theExpiryOfARootInTheChainDoesNotMatter() {
        var signers = TestRepository.signers("a");
        Root expired = Root.of(version(1), Instant.EPOCH, signers);

        assertThat(RootChain.verify(Optional.empty(), MetadataWriter.sign(expired.toJson(), signers.of(RoleName.ROOT))))
                .isEqualTo(new RootChain.Verdict.Accepted(expired));
    }

    @Test
    @Covers("5.3.3")
    void otherDocumentsAreNotRoots() {
        var repository = new TestRepository().publish(1, "a");

        assertRefused(repository.files.get("timestamp.json"), "4.3", Reason.WRONG_TYPE);
        assertRefused(Bytes.utf8("{}"), "4.3", Reason.MALFORMED);
        assertRefused(Bytes.utf8("not JSON"), "4.3", Reason.MALFORMED);
        assertRefused(Bytes.copyOf(new byte[512_001]), "5.3.3", Reason.TOO_LARGE);
    }

    @Test
    void aTrustedRootThatIsNoRootIsNotAVerdict() {
        assertThatThrownBy(() -> RootChain.verify(Optional.of(Bytes.utf8("{}")), root("1:a:1:a")))
                .isInstanceOf(TufException.class);
    }

    private static void assertRefused(Bytes candidate, String section, Reason reason) {
        assertThat(RootChain.verify(Optional.empty(), candidate))
                .isInstanceOfSatisfying(RootChain.Verdict.Refused.class, refused -> {
                    assertThat(refused.section()).isEqualTo(section);
                    assertThat(refused.reason()).isEqualTo(reason);
                });
    }

    private static Bytes root(String spec) {
        String[] part = spec.split(":", -1);
        Map<KeyId, PublicKey> keys = new HashMap<>();
        List<KeyId> ids =
                keys(part[1]).stream().map(signer -> signer.publicKey().keyId()).toList();
        keys(part[1]).forEach(signer -> keys.put(signer.publicKey().keyId(), signer.publicKey()));
        Map<RoleName, RoleKeys> roles = new EnumMap<>(RoleName.class);
        for (RoleName role : RoleName.values()) {
            roles.put(role, new RoleKeys(ids, Integer.parseInt(part[2])));
        }
        Root root = new Root(version(Long.parseLong(part[0])), LATER, true, keys, roles);
        return MetadataWriter.sign(root.toJson(), keys(part[3]));
    }

    private static List<Ed25519Key> keys(String names) {
        return Arrays.stream(names.replace("-", "").split("", -1))
                .filter(name -> !name.isEmpty())
                .map(name -> key("root " + name))
                .toList();
    }
}
