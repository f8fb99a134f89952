package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.LATER;
import static io.otalite.tuf.TestRepository.key;
import static io.otalite.tuf.TestRepository.listed;
import static io.otalite.tuf.TestRepository.signers;
import static io.otalite.tuf.TestRepository.targets;
import static io.otalite.tuf.TestRepository.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.tuf.StrictJson.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesTest {

    private static final FileMeta FULL = FileMeta.of(version(3), Bytes.utf8("abc"));
    private static final Root ROOT = Root.of(version(1), LATER, signers("a"));

    @Test
    void whatIsWrittenIsReadAgain() {
        var targets = new Targets(version(5), LATER, targets("a", "dir/b"));
        var snapshot = new Snapshot(
                version(4), LATER, new TreeMap<>(Map.of("targets.json", FULL, "delegated.json", listed(1))));
        var timestamp = new Timestamp(version(3), LATER, FULL);

        assertThat(reread(ROOT.toJson(), Root::parse)).isEqualTo(ROOT);
        assertThat(reread(targets.toJson(), Targets::parse)).isEqualTo(targets);
        assertThat(reread(snapshot.toJson(), Snapshot::parse)).isEqualTo(snapshot);
        assertThat(reread(timestamp.toJson(), Timestamp::parse)).isEqualTo(timestamp);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    _type            |                        | /_type        | is missing
                    _type            | 1                      | /_type        | must be a string
                    _type            | "targets"              | /_type        | must be 'timestamp'
                    spec_version     |                        | /spec_version | is missing
                    spec_version     | "2.0.0"                | /spec_version | must be 1.x
                    version          |                        | /version      | is missing
                    version          | 0                      | /version      | between 1 and
                    version          | "1"                    | /version      | must be an integer
                    expires          |                        | /expires      | is missing
                    expires          | "2030-01-01"           | /expires      | of the form
                    expires          | "2030-01-01T00:00:00z" | /expires      | of the form
                    expires          | "2030-01-01T00:00:00.0Z" | /expires    | of the form
                    expires          | "2030-02-30T00:00:00Z" | /expires      | of the form
                    expires          | "2030-01-01T24:00:00Z" | /expires      | of the form
                    expires          | "+030-01-01T00:00:00Z" | /expires      | of the form
                    expires          | "+12030-01-01T00:00:00Z" | /expires    | of the form
                    meta             |                        | /meta         | is missing
                    meta             | []                     | /meta         | must be an object
                    meta             | {}                     | /meta/snapshot.json | is missing
                    meta             | {"snapshot.json":{}}   | /meta/snapshot.json/version | is missing
                    meta             | {"snapshot.json":{"version":1,"length":-1}} | /meta/snapshot.json/length | between 0
                    meta             | {"snapshot.json":{"version":1,"hashes":{"sha512":"00"}}} | /meta/snapshot.json/hashes/sha256 | is missing
                    meta             | {"snapshot.json":{"version":1,"hashes":{"sha256":"00"}}} | /meta/snapshot.json/hashes/sha256 | 64 lower-case
                    meta             | {"snapshot.json":{"version":1},"x.json":{"version":1}}   | /meta     | snapshot.json only
                    """)
    void badTimestampsSayWhereAndWhat(String member, String value, String pointer, String problem) {
        ObjectNode signed = replaced(new Timestamp(version(3), LATER, FULL).toJson(), member, value);

        assertRefused(signed, Timestamp::parse, pointer, problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    consistent_snapshot | "yes"               | /consistent_snapshot   | true or false
                    keys                |                     | /keys                  | is missing
                    keys                | {}                  | ^^                     | without its key
                    keys                | {"ab":{}}           | /keys/ab               | 64 lower-case
                    roles               | {}                  | /roles/root            | is missing
                    roles/root/keyids   | "x"                 | /roles/root/keyids     | array of strings
                    roles/root/keyids   | [1]                 | /roles/root/keyids     | array of strings
                    roles/root/keyids   | ["ab"]              | /roles/root            | 64 lower-case
                    roles/root/threshold | 0                  | /roles/root            | at least 1
                    roles/root/threshold | 4294967296         | ^^                     | ^^
                    roles/targets/threshold | "1"             | /roles/targets/threshold | must be an integer
                    """)
    void badRootsSayWhereAndWhat(String member, String value, String pointer, String problem) {
        ObjectNode signed = replaced(ROOT.toJson(), member, value);

        if (problem.isEmpty()) {
            assertThat(reread(signed, Root::parse).role(RoleName.ROOT).threshold())
                    .isEqualTo(Integer.MAX_VALUE);
        } else {
            assertRefused(signed, Root::parse, pointer, problem);
        }
    }

    @Test
    void keysOfOtherTypesAreKept() {
        ObjectNode signed = ROOT.toJson();
        String rsa = "11".repeat(32);
        String oidc = "22".repeat(32);
        ((ObjectNode) signed.get("keys")).set(rsa, json("""
                {"keytype":"rsa","scheme":"rsassa-pss-sha256","keyval":{"public":"PEM"},"x-owner":"@somebody"}"""));
        ((ObjectNode) signed.get("keys")).set(oidc, json("""
                {"keytype":"sigstore-oidc","scheme":"Fulcio","keyval":{"identity":"a@b.example","issuer":"c"}}"""));

        Root root = reread(signed, Root::parse);

        assertThat(root.keys())
                .containsEntry(new KeyId(rsa), new PublicKey("rsa", "rsassa-pss-sha256", "PEM"))
                .containsEntry(new KeyId(oidc), new PublicKey("sigstore-oidc", "Fulcio", ""));
    }

    @Test
    void rolesBeyondTheFourAreTolerated() {
        ObjectNode signed = ROOT.toJson();
        ((ObjectNode) signed.get("roles")).set("mirrors", json("{\"anything\":[]}"));

        assertThat(reread(signed, Root::parse)).isEqualTo(ROOT);
    }

    @Test
    void aRoleWithSeveralSignersAsksForAllOfThem() {
        var three = new RoleSigners(Map.of(
                RoleName.ROOT, List.of(key("1"), key("2")),
                RoleName.TARGETS, List.of(key("2")),
                RoleName.SNAPSHOT, List.of(key("3")),
                RoleName.TIMESTAMP, List.of(key("3"))));

        Root root = Root.of(version(1), LATER, three);

        assertThat(root.keys()).hasSize(3);
        assertThat(root.role(RoleName.ROOT))
                .isEqualTo(new RoleKeys(
                        List.of(
                                key("1").publicKey().keyId(),
                                key("2").publicKey().keyId()),
                        2));
    }

    @Test
    void aRootWithoutKeysForARoleIsNotMade() {
        var signers = new RoleSigners(Map.of(RoleName.ROOT, List.of(key("1"))));

        assertThatThrownBy(() -> Root.of(version(1), LATER, signers)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aSnapshotAlwaysListsTheTargets() {
        ObjectNode signed = new Snapshot(version(1), LATER, new TreeMap<>(Map.of("targets.json", FULL))).toJson();

        assertRefused(
                replaced(signed, "meta", "{\"x.json\":{\"version\":1}}"), Snapshot::parse, "", "no entry targets.json");
    }

    @Test
    void badTargetNamesAreRefusedWhereTheyStand() {
        ObjectNode signed = new Targets(version(1), LATER, targets()).toJson();

        assertRefused(replaced(signed, "targets", "{\"../a\":{}}"), Targets::parse, "/targets/..~1a", "the part '..'");
    }

    @Test
    void timesThatMetadataCannotSpellAreNotWritten() {
        var tooLate = new Timestamp(version(1), Instant.parse("+10000-01-01T00:00:00Z"), FULL);

        assertThatThrownBy(tooLate::toJson).isInstanceOf(InvalidValueException.class);
    }

    private static void assertRefused(
            ObjectNode signed, Function<SignedMetadata, ?> parse, String pointer, String problem) {
        var refused = catchThrowableOfType(MalformedMetadataException.class, () -> reread(signed, parse));
        assertThat(refused).isNotNull().hasMessageContaining(problem);
        assertThat(refused.pointer()).isEqualTo("/signed" + pointer);
    }

    private static <T> T reread(ObjectNode signed, Function<SignedMetadata, T> parse) {
        return parse.apply(SignedMetadata.parse(MetadataWriter.sign(signed, List.of())));
    }

    /** The object with one member, given by its path, replaced or, without a value, removed. */
    private static ObjectNode replaced(ObjectNode signed, String path, String value) {
        int last = path.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) signed.at(last < 0 ? "" : "/" + path.substring(0, last));
        String member = path.substring(last + 1);
        parent.remove(member);
        if (value != null) {
            parent.set(member, json("{\"x\":" + value + "}").get("x"));
        }
        return signed;
    }

    private static ObjectNode json(String text) {
        return StrictJson.object(Bytes.utf8(text), Limits.received(10_000));
    }
}
