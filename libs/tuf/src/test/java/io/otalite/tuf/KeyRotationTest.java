package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.LATER;
import static io.otalite.tuf.TestRepository.key;
import static io.otalite.tuf.TestRepository.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.conformance.Covers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The key rotations of the public tuf-conformance suite, as a table. A version is {@code keys/threshold/signers}, each
 * key a digit; versions follow each other from left to right.
 */
class KeyRotationTest {

    /** The last column is what the last version is worth: accepted, or the needed and met signatures of old and new. */
    @ParameterizedTest(name = "{0}")
    @Covers({"W4", "5.3.4"})
    @CsvSource(delimiter = '|', textBlock = """
                    1 of 1, key rotated                          | 1/1/1 2/1/21 2/1/2                        | accepted
                    1 of 1, key rotated, unused signatures       | 1/1/314 2/1/3214 2/1/324                  | accepted
                    3 of 5, other keys sign each time            | 01234/3/024 01234/3/041 01234/3/013 01234/3/013 | accepted
                    3 of 5, one key rotated                      | 01234/3/024 01345/3/041                   | accepted
                    3 of 5, one key rotated, intermediate step   | 01234/3/024 01345/3/0245 01345/3/045      | accepted
                    3 of 5, all keys rotated, intermediate step  | 01234/3/024 56789/3/024567 56789/3/567    | accepted
                    1 of 3, threshold raised to 2                | 123/1/1 123/2/12                          | accepted
                    2 of 3, threshold lowered to 1               | 123/2/12 123/1/12 123/1/1                 | accepted
                    1 of 1, raised to 2 of 2                     | 1/1/1 12/2/12                             | accepted
                    1 of 1, not signed by the old key            | 1/1/1 2/1/234                             | old 0 of 1, new 1 of 1
                    1 of 1, not signed by the new key            | 1/1/1 2/1/134                             | old 1 of 1, new 0 of 1
                    3 of 5, one rotated, not by 3 new keys       | 01234/3/024 01345/3/024                   | old 3 of 3, new 2 of 3
                    3 of 5, one rotated, not by 3 old keys       | 01234/3/024 01345/3/045                   | old 2 of 3, new 3 of 3
                    1 of 3 to 2 of 3, new threshold not reached  | 123/1/1 123/2/2                           | old 1 of 1, new 1 of 2
                    2 of 3 to 1 of 3, old threshold not reached  | 123/2/12 123/1/1                          | old 1 of 2, new 1 of 1
                    """)
    void rootsAreFollowedOrRefused(String scenario, String versions, String outcome) {
        for (Dialect dialect : Dialect.all()) {
            Optional<Bytes> trusted = Optional.empty();
            String found = "";
            for (String step : versions.split(" ", -1)) {
                MetadataVersion next = version(
                        trusted.map(bytes -> root(dialect, bytes).version().value() + 1)
                                .orElse(1L));
                Bytes candidate = rootFile(dialect, next, step);
                Optional<Root> before = trusted.map(bytes -> root(dialect, bytes));
                SignatureProgress progress = RootChain.progress(before, SignedMetadata.parse(dialect, candidate));
                switch (RootChain.verify(dialect, trusted, candidate)) {
                    case RootChain.Verdict.Accepted accepted -> {
                        assertThat(progress.complete()).isTrue();
                        trusted = Optional.of(candidate);
                        found = "accepted";
                    }
                    case RootChain.Verdict.Refused refused -> {
                        assertThat(refused.reason()).isEqualTo(Reason.SIGNATURE_THRESHOLD);
                        assertThat(progress.complete()).isFalse();
                        found = "old %s, new %s"
                                .formatted(met(progress.byTrusted().orElseThrow()), met(progress.byCandidate()));
                    }
                }
            }

            assertThat(found).as(dialect.id()).isEqualTo(outcome);
        }
    }

    /** A new root gives the role these keys, and they sign its next version. */
    @ParameterizedTest(name = "{0}")
    @Covers({"5.4.2", "5.5.3", "5.6.3"})
    @CsvSource(delimiter = '|', textBlock = """
                    1 of 1, key rotated                     | 2/1/2       | true
                    1 of 1, unused signatures               | 1/1/314     | true
                    1 of 1, not signed by the new key       | 2/1/134     | false
                    3 of 5, one signature of a former key   | 01345/3/024 | false
                    3 of 5, one signature missing           | 01345/3/04  | false
                    3 of 5, first combination               | 01234/3/024 | true
                    3 of 5, second combination              | 01234/3/041 | true
                    3 of 5, third combination               | 01234/3/013 | true
                    3 of 5, fourth combination              | 01234/3/123 | true
                    3 of 5, fifth combination               | 01234/3/234 | true
                    """)
    void theOtherRolesAreFollowedOrRefused(String scenario, String step, boolean accepted) {
        for (Dialect dialect : Dialect.all()) {
            for (RoleName role : List.of(RoleName.TIMESTAMP, RoleName.SNAPSHOT, RoleName.TARGETS)) {
                var repository = new TestRepository(dialect).publish(1, "a");
                TrustedState trusted = repository.trusted();
                repository.rotate(repository.signers(), withKeys(dialect, repository.root(), role, step));

                Map<RoleName, List<MetadataSigner>> signers =
                        new EnumMap<>(repository.signers().signers());
                signers.put(role, List.copyOf(keys(step, 2)));
                repository.publish(2, new RoleSigners(signers), "a");

                WalkResult result = repository.walk(trusted);

                assertThat(result instanceof WalkResult.Accepted)
                        .as("%s %s", dialect.id(), role)
                        .isEqualTo(accepted);
                if (result instanceof WalkResult.Refused refused) {
                    assertThat(refused.reason()).isEqualTo(Reason.SIGNATURE_THRESHOLD);
                }
            }
        }
    }

    @Test
    void offlineSignersSeeWhoIsStillAwaited() {
        Root old = root(Dialect.TUF, rootFile(Dialect.TUF, version(1), "012/2/01"));

        var unsigned = progress(old, "134/2/");
        var halfway = progress(old, "134/2/14");
        var done = progress(old, "134/2/140");

        assertThat(unsigned.awaited()).containsExactlyElementsOf(ids("01234"));
        assertThat(unsigned.byCandidate().lacking()).isEqualTo(2);
        assertThat(halfway.byCandidate().verified()).isTrue();
        assertThat(halfway.awaited()).containsExactlyElementsOf(ids("02"));
        assertThat(done.complete()).isTrue();
        assertThat(done.awaited()).isEmpty();
    }

    @Test
    void aFirstRootIsSignedByItselfOnly() {
        var candidate = SignedMetadata.parse(rootFile(Dialect.TUF, version(1), "01/2/0"));

        var progress = RootChain.progress(Optional.empty(), candidate);

        assertThat(progress.byTrusted()).isEmpty();
        assertThat(progress.awaited()).containsExactlyElementsOf(ids("1"));
    }

    private static SignatureProgress progress(Root old, String step) {
        return RootChain.progress(Optional.of(old), SignedMetadata.parse(rootFile(Dialect.TUF, version(2), step)));
    }

    private static List<KeyId> ids(String digits) {
        return keys("//" + digits, 2).stream()
                .map(key -> key.publicKey().keyId())
                .toList();
    }

    private static String met(Verification verification) {
        return verification.signedBy().size() + " of " + verification.threshold();
    }

    private static Root root(Dialect dialect, Bytes bytes) {
        return Root.parse(SignedMetadata.parse(dialect, bytes));
    }

    private static Bytes rootFile(Dialect dialect, MetadataVersion version, String step) {
        Root template = Root.of(dialect, version, LATER, TestRepository.signers("a"));
        return MetadataWriter.sign(dialect, withKeys(dialect, template, RoleName.ROOT, step, version), keys(step, 2));
    }

    private static Root withKeys(Dialect dialect, Root root, RoleName role, String step) {
        return withKeys(dialect, root, role, step, root.version().next());
    }

    private static Root withKeys(Dialect dialect, Root root, RoleName role, String step, MetadataVersion version) {
        Map<KeyId, PublicKey> keys = new HashMap<>(root.keys());
        List<KeyId> ids = new ArrayList<>();
        for (Ed25519Key key : keys(step, 0)) {
            keys.put(dialect.keyId(key.publicKey()), key.publicKey());
            ids.add(dialect.keyId(key.publicKey()));
        }
        Map<RoleName, RoleKeys> roles = new EnumMap<>(root.roles());
        roles.put(role, new RoleKeys(ids, Integer.parseInt(step.split("/", -1)[1])));
        return new Root(version, LATER, root.consistentSnapshot(), keys, roles);
    }

    private static List<Ed25519Key> keys(String step, int part) {
        return step.split("/", -1)[part]
                .chars()
                .mapToObj(digit -> key("key " + (char) digit))
                .toList();
    }
}
