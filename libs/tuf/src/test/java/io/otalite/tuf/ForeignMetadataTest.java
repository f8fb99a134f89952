package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.LATER;
import static io.otalite.tuf.TestRepository.version;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.otalite.conformance.Covers;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repositories that other implementations wrote. */
class ForeignMetadataTest {

    private static final Instant THEN = Instant.parse("2025-02-09T09:17:23Z");

    @ParameterizedTest
    @CsvSource({
        "tuf-on-ci,  1, delegatedrole/artifact, delegatedrole, 34",
        "python-tuf, 1, top,                    targets,       19",
        "python-tuf, 1, docs/en/a.md,           by pattern,     8",
        "python-tuf, 2, bins/file,              bin,            9",
    })
    void theirTargetsAreFound(String repository, int trustedRoot, String name, String role, int size) {
        var metadata = Resources.in(repository + "/metadata");
        var root = metadata.apply(trustedRoot + ".root.json").orElseThrow();
        var accepted = (WalkResult.Accepted) ClientWalk.walk(TrustedState.ofRoot(root), metadata, THEN);
        var search = new TargetSearch(Dialect.TUF, accepted, metadata, THEN);

        var found = (SearchResult.Found) search.find(new TargetName(name));
        var download = (Download.Verified) search.fetch(found, Resources.in(repository + "/targets"));

        assertThat(found.role()).isEqualTo(role);
        assertThat(download.content().size()).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({"tuf-on-ci, nothing", "tuf-on-ci, delegatedrole/other", "python-tuf, docs/en/sub/a.md"})
    void whatTheyDoNotHaveIsNotFound(String repository, String name) {
        var metadata = Resources.in(repository + "/metadata");
        var root = metadata.apply("1.root.json").orElseThrow();
        var accepted = (WalkResult.Accepted) ClientWalk.walk(TrustedState.ofRoot(root), metadata, THEN);

        var result = new TargetSearch(Dialect.TUF, accepted, metadata, THEN).find(new TargetName(name));

        assertThat(result).isEqualTo(new SearchResult.Absent());
    }

    @ParameterizedTest
    @Covers("F6")
    @CsvSource({
        "tuf-on-ci, 1.root.json, ROOT",
        "tuf-on-ci, 1.targets.json, TARGETS",
        "tuf-on-ci, 2.delegatedrole.json, TARGETS",
        "tuf-on-ci, 2.snapshot.json, SNAPSHOT",
        "tuf-on-ci, timestamp.json, TIMESTAMP",
        "python-tuf, 2.root.json, ROOT",
        "python-tuf, 3.targets.json, TARGETS",
        "python-tuf, 6.snapshot.json, SNAPSHOT",
        "python-tuf, timestamp.json, TIMESTAMP",
    })
    void nothingIsLostWhenTheirFilesAreWrittenAgain(String repository, String name, RoleName role) {
        SignedMetadata file = SignedMetadata.parse(Resources.file(repository + "/metadata", name));
        RoleMetadata content = switch (role) {
            case ROOT -> Root.parse(file);
            case TARGETS -> Targets.parse(file);
            case SNAPSHOT -> Snapshot.parse(file);
            case TIMESTAMP -> Timestamp.parse(file);
        };

        // Who writes says which version of the specification is followed.
        ObjectNode written = content.toJson().put("spec_version", "1.0.31");

        assertThat(CanonicalJson.encode(written)).asString().isEqualTo(new String(file.canonicalSigned(), UTF_8));
    }

    @ParameterizedTest
    @Covers("F2")
    @CsvSource({"tuf-on-ci, 1.root.json, 2", "python-tuf, 2.root.json, 4"})
    void theirKeyIdsAreOurs(String repository, String name, int keys) {
        Root root = Root.parse(SignedMetadata.parse(Resources.file(repository + "/metadata", name)));

        assertThat(root.keys())
                .hasSize(keys)
                .allSatisfy((keyId, key) -> assertThat(key.keyId()).isEqualTo(keyId));
    }

    @Test
    void keysThatCannotBeUsedCountAsMissingSignatures() {
        var repository = new TestRepository();
        Root first = repository.root();
        var unusable = new PublicKey("sigstore-oidc", "Fulcio", "");
        var roles = Map.of(
                RoleName.ROOT, first.role(RoleName.ROOT),
                RoleName.TARGETS, new RoleKeys(List.of(unusable.keyId()), 1),
                RoleName.SNAPSHOT, first.role(RoleName.SNAPSHOT),
                RoleName.TIMESTAMP, first.role(RoleName.TIMESTAMP));
        var keys = new HashMap<>(first.keys());
        keys.put(unusable.keyId(), unusable);
        repository.rotate(repository.signers(), new Root(version(2), LATER, true, keys, roles));
        repository.publish(1, "a");

        assertThat(repository.walk()).isInstanceOfSatisfying(WalkResult.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.SIGNATURE_THRESHOLD);
            assertThat(refused.section()).isEqualTo("5.6.3");
        });
    }

    @Test
    void aRepositoryOfAktualizrsDialectIsAccepted() {
        var root = TrustedState.ofRoot(Resources.file("ats-sample", "root.json"));

        var result = ClientWalk.walk(Dialect.ATS, root, Resources.in("ats-sample"), THEN);

        assertThat(result).isInstanceOfSatisfying(WalkResult.Accepted.class, accepted -> {
            assertThat(accepted.targets().targets()).containsOnlyKeys(new TargetName("targets/file.txt"));
            assertThat(accepted.snapshot().meta()).containsOnlyKeys("targets.json", "root.json", "1.root.json");
            assertThat(accepted.state().timestamp())
                    .isEqualTo(Optional.of(Resources.file("ats-sample", "timestamp.json")));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    root.json      | "version": 1                  | "version": 2                  | 5.2   | SIGNATURE_THRESHOLD
                    timestamp.json | "version": 1                  | "version": 2                  | 5.4.2 | SIGNATURE_THRESHOLD
                    timestamp.json | "length": 1118,               |                               | 4.6   | MALFORMED
                    timestamp.json | "hashes": {                   | "hashes": {}, "other": {      | 4.6   | MALFORMED
                    timestamp.json | "method": "ed25519"           | "method": "none"              | 4.6   | MALFORMED
                    timestamp.json | "_type": "Timestamp"          | "_type": "timestamp"          | 4.6   | WRONG_TYPE
                    timestamp.json | 2038-01-19T03:14:06Z          | 2038-01-19T03:14:06.0Z        | 4.6   | MALFORMED
                    timestamp.json | "keyid": "d8                  | "keyid": "d9                  | 5.4.2 | SIGNATURE_THRESHOLD
                    snapshot.json  | "targets.json"                | "targets.Json"                | 5.5.2 | MISMATCH
                    targets.json   | "release_counter": 1          | "release_counter": 2          | 5.6.3 | SIGNATURE_THRESHOLD
                    targets.json   | abc-def                       | äbc-def                       | 4.5   | MALFORMED
                    """)
    void aChangedRepositoryOfAktualizrsDialectIsRefused(
            String name, String text, String other, String section, Reason reason) {
        var changed = Bytes.utf8(new String(Resources.file("ats-sample", name).toArray(), UTF_8)
                .replace(text, other == null ? "" : other));
        var root = name.equals("root.json") ? changed : Resources.file("ats-sample", "root.json");

        var result = ClientWalk.walk(
                Dialect.ATS,
                TrustedState.ofRoot(root),
                asked -> asked.equals(name)
                        ? Optional.of(changed)
                        : Resources.in("ats-sample").apply(asked),
                THEN);

        assertThat(result).isInstanceOfSatisfying(WalkResult.Refused.class, refused -> {
            assertThat(refused.reason()).as(refused.message()).isEqualTo(reason);
            assertThat(refused.section()).isEqualTo(section);
        });
    }
}
