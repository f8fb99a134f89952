package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.LATER;
import static io.otalite.tuf.TestRepository.LIFETIMES;
import static io.otalite.tuf.TestRepository.NOW;
import static io.otalite.tuf.TestRepository.key;
import static io.otalite.tuf.TestRepository.signers;
import static io.otalite.tuf.TestRepository.targets;
import static io.otalite.tuf.TestRepository.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.otalite.conformance.Covers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DialectTest {

    static List<Dialect> dialects() {
        return Dialect.all();
    }

    /** What a client makes of a repository that serves the dialect, rotations and all. */
    @ParameterizedTest
    @Covers({"W4", "5.3.9"})
    @MethodSource("dialects")
    void aClientFollowsARepositoryThroughItsLife(Dialect dialect) {
        var repository = new TestRepository(dialect).publish(1, "a");
        TrustedState trusted = repository.trusted();
        repository.publish(2, "a", "dir/b");
        trusted = accepted(repository.walk(trusted)).state();
        repository.rotate(signers("b")).rotate(mixed()).publish(3, "c");

        WalkResult.Accepted accepted = accepted(repository.walk(trusted));

        assertThat(accepted.targets().targets()).isEqualTo(targets("c"));
        assertThat(accepted.root()).isEqualTo(repository.root());
        assertThat(accepted.root().version()).isEqualTo(version(3));
    }

    /** Ed25519 and RSA, which both dialects have. */
    private static RoleSigners mixed() {
        Map<RoleName, List<MetadataSigner>> keys = new EnumMap<>(RoleName.class);
        keys.put(RoleName.ROOT, List.of(JdkKeyTest.RSA, key("root")));
        keys.put(RoleName.TARGETS, List.of(JdkKeyTest.RSA));
        keys.put(RoleName.SNAPSHOT, List.of(key("online")));
        keys.put(RoleName.TIMESTAMP, List.of(key("online")));
        return new RoleSigners(keys);
    }

    @ParameterizedTest
    @Covers({"5.4.3.1", "5.3.11"})
    @MethodSource("dialects")
    void anOlderVersionIsRefusedUnlessKeysWereRotated(Dialect dialect) {
        var repository = new TestRepository(dialect).publish(1000, "a");
        TrustedState trusted = repository.trusted();
        repository.publish(2, "a");

        assertThat(repository.walk(trusted))
                .isInstanceOfSatisfying(
                        WalkResult.Refused.class,
                        refused -> assertThat(refused.section()).isEqualTo("5.4.3.1"));

        repository.rotate(repository.withNewKeys("b", RoleName.SNAPSHOT)).publish(2, "a");
        assertThat(accepted(repository.walk(trusted)).targets().version()).isEqualTo(version(2));
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void oneDialectIsNotTakenForAnother(Dialect dialect) {
        Dialect other = dialect == Dialect.TUF ? Dialect.ATS : Dialect.TUF;
        var repository = new TestRepository(dialect).publish(1, "a");

        WalkResult result = ClientWalk.walk(other, TrustedState.ofRoot(repository.trustedRoot()), repository, NOW);

        assertThat(result)
                .isInstanceOfSatisfying(
                        WalkResult.Refused.class,
                        refused -> assertThat(refused.section()).isEqualTo("4.3"));
    }

    @ParameterizedTest
    @CsvSource({
        "tuf, ROOT, 7.root.json",
        "tuf, TARGETS, 7.targets.json",
        "tuf, SNAPSHOT, 7.snapshot.json",
        "tuf, TIMESTAMP, timestamp.json",
        "ats, ROOT, 7.root.json",
        "ats, TARGETS, targets.json",
        "ats, SNAPSHOT, snapshot.json",
        "ats, TIMESTAMP, timestamp.json",
    })
    void filesHaveTheirNames(String dialect, RoleName role, String name) {
        assertThat(Dialect.fromId(dialect).fileName(role, version(7))).isEqualTo(name);
    }

    /** Devices in the field keep metadata for years: these bytes, and so their signatures, must never change. */
    @ParameterizedTest
    @Covers({"F8", "F12"})
    @MethodSource
    void theBytesAreThoseOfTheGoldenFiles(Dialect dialect, String folder) {
        Publication publication = Publication.sign(
                dialect, RepositoryVersions.all(version(7)), targets("a", "dir/b"), signers("a"), LIFETIMES, NOW);
        Root root = Root.of(dialect, version(1), LATER, signers("a"));

        assertThat(publication.files())
                .hasSize(3)
                .allSatisfy((name, file) -> assertThat(file).isEqualTo(Resources.file(folder, name)));
        assertThat(MetadataWriter.sign(dialect, root, signers("a").of(RoleName.ROOT)))
                .isEqualTo(Resources.file(folder, "1.root.json"));
    }

    static Stream<Arguments> theBytesAreThoseOfTheGoldenFiles() {
        return Stream.of(Arguments.of(Dialect.TUF, "golden"), Arguments.of(Dialect.ATS, "golden-ats"));
    }

    /** libaktualizr hashes what it re-serialised, the Go clients what they were served. */
    @Test
    void inAktualizrsDialectAFileIsCanonicalAsAWhole() {
        Root root = Root.of(Dialect.ATS, version(1), LATER, mixed());

        Bytes file = MetadataWriter.sign(Dialect.ATS, root, mixed().of(RoleName.ROOT));

        var parsed = StrictJson.object(file, StrictJson.Limits.received(100_000));
        assertThat(new String(file.toArray(), UTF_8))
                .isEqualTo(new String(Dialect.ATS.canonical(parsed), UTF_8))
                .contains("\"keytype\":\"RSA\",\"keyval\":{\"public\":\"-----BEGIN PUBLIC KEY-----\\nMII")
                .contains("\"method\":\"rsassa-pss-sha256\"")
                .contains("\"method\":\"ed25519\"")
                .doesNotContain("spec_version")
                .doesNotContain("\"scheme\"");
    }

    @Test
    @Covers("5.5.5")
    void inAktualizrsDialectRootsNeedNotStayListed() {
        var repository = new TestRepository(Dialect.ATS).publish(1, "a");
        FileMeta targets = FileMeta.of(version(1), repository.files.get("targets.json"));
        FileMeta root = FileMeta.of(version(1), repository.trustedRoot());
        list(repository, 2, Map.of("targets.json", targets, "root.json", root, "1.root.json", root));
        TrustedState trusted = repository.trusted();

        list(repository, 3, Map.of("targets.json", targets));

        assertThat(accepted(repository.walk(trusted)).snapshot().meta()).containsOnlyKeys("targets.json");
    }

    private static void list(TestRepository repository, long version, Map<String, FileMeta> meta) {
        repository.put(TestRepository.snapshot(version, meta));
        FileMeta snapshot = FileMeta.of(version(version), repository.files.get("snapshot.json"));
        repository.put(new Timestamp(version(version), LATER, snapshot));
    }

    @Test
    void theSameKeyHasADifferentNameInEachDialect() {
        PublicKey key = key("some key").publicKey();

        assertThat(Dialect.TUF.keyId(key)).isNotEqualTo(Dialect.ATS.keyId(key)).isEqualTo(key.keyId());
    }

    @ParameterizedTest
    @CsvSource({"ED25519", "ed25519", "Ed25519"})
    void inAktualizrsDialectKeyTypesAreReadInAnyCase(String spelling) {
        Root root = Root.of(Dialect.ATS, version(1), LATER, signers("a"));
        Bytes file = MetadataWriter.sign(Dialect.ATS, root, List.of());

        String respelt = new String(file.toArray(), UTF_8).replace("ED25519", spelling);

        assertThat(Root.parse(SignedMetadata.parse(Dialect.ATS, Bytes.utf8(respelt))))
                .isEqualTo(root);
    }

    @Test
    void aktualizrsDialectHasNoEcdsa() {
        var signers = new EnumMap<>(signers("a").signers());
        signers.put(RoleName.ROOT, List.of(JdkKeyTest.ECDSA));

        assertThatThrownBy(() -> Root.of(Dialect.ATS, version(1), LATER, new RoleSigners(signers)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("ecdsa-sha2-nistp256");
        assertThatThrownBy(() -> MetadataWriter.sign(
                        Dialect.ATS, JsonNodeFactory.instance.objectNode(), List.of(JdkKeyTest.ECDSA)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void inAktualizrsDialectKeysOfOtherTypesAreKept() {
        Root root = Root.of(Dialect.ATS, version(1), LATER, signers("a"));
        var json = root.toJson(Dialect.ATS);
        json.withObject("/keys/" + "11".repeat(32))
                .put("keytype", "ECPRIME256V1")
                .withObject("/keyval")
                .put("public", "PEM");

        var file = SignedMetadata.parse(Dialect.ATS, MetadataWriter.sign(Dialect.ATS, json, List.of()));

        assertThat(Dialect.ATS.canonical(Root.parse(file).toJson(Dialect.ATS))).isEqualTo(Dialect.ATS.canonical(json));
    }

    @ParameterizedTest
    @CsvSource({"tuf, 1001, true", "ats, 1000, true", "ats, 1001, false"})
    void aThresholdIsAtMostWhatClientsAccept(String id, int threshold, boolean accepted) {
        Dialect dialect = Dialect.fromId(id);
        var json = Root.of(dialect, version(1), LATER, signers("a")).toJson(dialect);
        json.withObject("/roles/root").put("threshold", threshold);
        var file = SignedMetadata.parse(dialect, MetadataWriter.sign(dialect, json, List.of()));

        if (accepted) {
            assertThat(Root.parse(file).role(RoleName.ROOT).canBeMet()).isFalse();
        } else {
            assertThatThrownBy(() -> Root.parse(file))
                    .isInstanceOf(MalformedMetadataException.class)
                    .hasMessageContaining("at most 1000");
        }
    }

    private static WalkResult.Accepted accepted(WalkResult result) {
        assertThat(result).isInstanceOf(WalkResult.Accepted.class);
        return (WalkResult.Accepted) result;
    }
}
