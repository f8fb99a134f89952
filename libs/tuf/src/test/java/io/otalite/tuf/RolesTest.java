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
import io.otalite.conformance.Covers;
import io.otalite.tuf.StrictJson.Limits;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {

    private static final FileMeta FULL = FileMeta.of(version(3), Bytes.utf8("abc"));
    private static final Root ROOT = Root.of(version(1), LATER, signers("a"));
    private static final PublicKey DELEGATE = key("delegate").publicKey();
    private static final RoleKeys DELEGATE_SIGNS = new RoleKeys(List.of(DELEGATE.keyId()), 1);
    private static final Targets DELEGATING = new Targets(
            version(5),
            LATER,
            targets("a", "dir/b"),
            Optional.of(new Delegations(
                    Map.of(DELEGATE.keyId(), DELEGATE),
                    List.of(
                            new DelegatedRole(
                                    new DelegationName("first"),
                                    DELEGATE_SIGNS,
                                    false,
                                    new DelegatedPaths.Patterns(List.of(new PathPattern("docs/*")))),
                            new DelegatedRole(
                                    new DelegationName("second"),
                                    DELEGATE_SIGNS,
                                    true,
                                    new DelegatedPaths.HashPrefixes(List.of("0", "f00")))))),
            UnknownMembers.NONE);
    private static final Snapshot SNAPSHOT =
            new Snapshot(version(4), LATER, new TreeMap<>(Map.of("targets.json", FULL, "delegated.json", listed(1))));

    @Test
    void whatIsWrittenIsReadAgain() {
        var timestamp = new Timestamp(version(3), LATER, FULL);

        assertThat(reread(ROOT.toJson(), Root::parse)).isEqualTo(ROOT);
        assertThat(reread(DELEGATING.toJson(), Targets::parse)).isEqualTo(DELEGATING);
        assertThat(reread(SNAPSHOT.toJson(), Snapshot::parse)).isEqualTo(SNAPSHOT);
        assertThat(reread(timestamp.toJson(), Timestamp::parse)).isEqualTo(timestamp);
    }

    @ParameterizedTest
    @Covers({"F4", "F7", "F11"})
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
                    meta             | {"snapshot.json":{"version":1,"hashes":{"sha512":"00"}}} | /meta/snapshot.json/hashes/sha512 | 128 lower-case
                    meta             | {"snapshot.json":{"version":1,"hashes":{}}}            | /meta/snapshot.json/hashes | at least a sha256
                    meta             | {"snapshot.json":{"version":1,"hashes":{"md5":"00"}}} | /meta/snapshot.json/hashes | at least a sha256
                    meta             | {"snapshot.json":{"version":1,"hashes":{"sha256":"00"}}} | /meta/snapshot.json/hashes/sha256 | 64 lower-case
                    meta             | {"snapshot.json":{"version":1},"x.json":{"version":1}}   | /meta     | snapshot.json only
                    """)
    void badTimestampsSayWhereAndWhat(String member, String value, String pointer, String problem) {
        ObjectNode signed = replaced(new Timestamp(version(3), LATER, FULL).toJson(), member, value);

        assertRefused(signed, Timestamp::parse, pointer, problem);
    }

    @ParameterizedTest
    @Covers({"F7", "F8"})
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
    @Covers("F3")
    void keysOfOtherTypesAreKept() {
        ObjectNode signed = ROOT.toJson();
        String rsa = "11".repeat(32);
        String oidc = "22".repeat(32);
        ((ObjectNode) signed.get("keys")).set(rsa, json("""
                {"keytype":"rsa","scheme":"rsassa-pss-sha256","keyval":{"public":"PEM"},"x-owner":"@somebody"}"""));
        ((ObjectNode) signed.get("keys")).set(oidc, json("""
                {"keytype":"sigstore-oidc","scheme":"Fulcio","keyval":{"identity":"a@b.example","issuer":"c"}}"""));

        Root root = reread(signed, Root::parse);

        assertThat(root.keys().get(new KeyId(rsa)).text()).isEqualTo("PEM");
        assertThat(root.keys().get(new KeyId(oidc)).keyType()).isEqualTo("sigstore-oidc");
        assertThat(root.toJson()).isEqualTo(signed);
    }

    @Test
    void aPrivateKeyIsNotKept() {
        ObjectNode signed = ROOT.toJson();
        String id = "11".repeat(32);
        ((ObjectNode) signed.get("keys")).set(id, json("""
                {"keytype":"ed25519","scheme":"ed25519","keyval":{"public":"00","private":"11"}}"""));

        assertRefused(signed, Root::parse, "/keys/" + id + "/keyval/private", "must not be published");
    }

    /** The specification asks for it, and whoever adds a member wants to find it again (TUF 4). */
    @ParameterizedTest
    @Covers("F6")
    @ValueSource(
            strings = {
                "",
                "keys/KEY",
                "keys/KEY/keyval",
                "roles",
                "roles/root",
                "meta/snapshot.json",
                "meta/targets.json",
                "targets/a",
                "delegations",
                "delegations/keys/KEY",
                "delegations/roles/0",
            })
    void membersThatNobodyKnowsAreKept(String where) {
        String key = key("delegate").publicKey().keyId().hex();
        int kept = 0;
        for (RoleMetadata content : List.of(ROOT, DELEGATING, SNAPSHOT, new Timestamp(version(3), LATER, FULL))) {
            ObjectNode signed = content.toJson();
            String rootKey = ROOT.role(RoleName.ROOT).keyIds().getFirst().hex();
            String id = content instanceof Root ? rootKey : key;
            if (signed.at((where.isEmpty() ? "" : "/") + where.replace("KEY", id)) instanceof ObjectNode object) {
                object.putObject("x-vendor").put("n", 1);
                kept++;

                RoleMetadata reread = reread(signed, parser(content));

                assertThat(reread.toJson()).isEqualTo(signed);
                assertThat(reread).isNotEqualTo(content);
            }
        }
        assertThat(kept).isPositive();
    }

    private static Function<SignedMetadata, ? extends RoleMetadata> parser(RoleMetadata content) {
        return switch (content) {
            case Root _ -> Root::parse;
            case Targets _ -> Targets::parse;
            case Snapshot _ -> Snapshot::parse;
            case Timestamp _ -> Timestamp::parse;
        };
    }

    @ParameterizedTest
    @Covers({"F7", "F10", "W15"})
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    delegations                     | []         | /delegations                     | must be an object
                    delegations/keys                |            | /delegations/keys                | is missing
                    delegations/roles               | {}         | /delegations/roles               | must be an array
                    delegations/roles               | [1]        | /delegations/roles/0             | must be an object
                    delegations/roles/0/name        |            | /delegations/roles/0/name        | is missing
                    delegations/roles/0/name        | ""         | /delegations/roles/0/name        | some characters
                    delegations/roles/0/name        | "a\\nb"     | /delegations/roles/0/name        | none of them a control
                    delegations/roles/0/name        | "snapshot" | /delegations/roles/0/name        | none of the four
                    delegations/roles/0/name        | "second"   | /delegations                     | different from each other
                    delegations/roles/0/terminating |            | /delegations/roles/0/terminating | is missing
                    delegations/roles/0/terminating | 1          | /delegations/roles/0/terminating | true or false
                    delegations/roles/0/threshold   | 0          | /delegations/roles/0             | at least 1
                    delegations/roles/0/keyids      | ["ab"]     | /delegations/roles/0             | 64 lower-case
                    delegations/roles/0/paths       | "a"        | /delegations/roles/0/paths       | array of strings
                    delegations/roles/0/paths       |            | /delegations/roles/0/paths       | exactly one
                    delegations/roles/0/path_hash_prefixes | ["a"] | /delegations/roles/0/paths     | exactly one
                    delegations/roles/1/path_hash_prefixes | ["A"] | /delegations/roles/1/path_hash_prefixes | 1 to 64
                    delegations/roles/1/path_hash_prefixes | [""]  | /delegations/roles/1/path_hash_prefixes | 1 to 64
                    """)
    void badDelegationsSayWhereAndWhat(String member, String value, String pointer, String problem) {
        ObjectNode signed = replaced(DELEGATING.toJson(), member, value);

        assertRefused(signed, Targets::parse, pointer, problem);
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
    @Covers("W14")
    void aRoleThatNobodyCouldSignForIsNotPublished() {
        var tooFew = new RoleKeys(List.of(DELEGATE.keyId()), 2);
        Map<RoleName, RoleKeys> roles = new EnumMap<>(ROOT.roles());
        roles.put(RoleName.TIMESTAMP, tooFew);
        Map<KeyId, PublicKey> keys = new HashMap<>(ROOT.keys());
        keys.put(DELEGATE.keyId(), DELEGATE);
        var root = new Root(version(2), LATER, true, keys, roles);
        var role =
                new DelegatedRole(new DelegationName("first"), tooFew, false, new DelegatedPaths.Patterns(List.of()));
        var delegations = Optional.of(new Delegations(Map.of(DELEGATE.keyId(), DELEGATE), List.of(role)));
        var targets = new Targets(version(5), LATER, targets(), delegations, UnknownMembers.NONE);

        assertThatThrownBy(() -> MetadataWriter.sign(Dialect.TUF, root, List.of()))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("the keys of a role must be as many as its threshold of 2, found 1");
        assertThatThrownBy(() -> MetadataWriter.sign(Dialect.TUF, targets, List.of()))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    @Covers("F8")
    void aRootWithoutKeysForARoleIsNotMade() {
        var signers = new RoleSigners(Map.of(RoleName.ROOT, List.of(key("1"))));

        assertThatThrownBy(() -> Root.of(version(1), LATER, signers)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    @Covers("F9")
    void aSnapshotAlwaysListsTheTargets() {
        ObjectNode signed = new Snapshot(version(1), LATER, new TreeMap<>(Map.of("targets.json", FULL))).toJson();

        assertRefused(
                replaced(signed, "meta", "{\"x.json\":{\"version\":1}}"), Snapshot::parse, "", "no entry targets.json");
    }

    @Test
    @Covers("F10")
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
