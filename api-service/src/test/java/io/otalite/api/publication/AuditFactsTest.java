package io.otalite.api.publication;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.api.roots.RootChange;
import io.otalite.api.roots.RootChange.Rotation;
import io.otalite.api.signing.KeyScheme;
import io.otalite.audit.AuditAction;
import io.otalite.audit.AuditEntry;
import io.otalite.audit.AuditFact;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.RoleName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each change of a factory leaves in its audit trail. */
class AuditFactsTest {
    private static final FactoryName ACME = new FactoryName("acme");
    private static final Ed25519Key OFFLINE = Ed25519Key.fromSeed(new byte[32]);

    private final InMemoryPublicationStore store = new InMemoryPublicationStore();
    private final House house = new House(store);

    @BeforeEach
    void aFactory() {
        house.create(ACME, House.BOTH);
    }

    @Test
    void aNewFactory() {
        assertThat(trail()).hasSize(1);
        var created = last(AuditAction.FACTORY_CREATED, "tester");
        assertThat(created.at()).isEqualTo(House.NOW);
        assertThat(created.details())
                .containsEntry("dialects", "tuf, ats")
                .containsEntry("publicMetadata", "false")
                .containsEntry("version", "1")
                .containsEntry("rootVersion", "1")
                .containsEntry("sha256:acme/tuf/full/root/1", digest(Dialect.TUF, "1.root.json"))
                .containsEntry("sha256:acme/ats/full/targets/1", digest(Dialect.ATS, "targets.json"));
    }

    @Test
    void aPublicationIsOneEntryHoweverManySetsItHas() {
        house.publish(ACME, House.add("one", "main", "devel"));

        assertThat(trail()).hasSize(2);
        assertThat(last(AuditAction.PUBLISHED, "tester").details())
                .isEqualTo(Map.of(
                        "version", "2",
                        "rootVersion", "1",
                        "snapshotVersion", "2",
                        "timestampVersion", "2",
                        "summary", "Added 1 Targets",
                        "sha256:acme/tuf/full/targets/2", digest(Dialect.TUF, "2.targets.json"),
                        "sha256:acme/ats/full/targets/2", digest(Dialect.ATS, "targets.json")));
    }

    @Test
    void aRefreshIsOneEntryHoweverManySetsItHas() {
        house.publish(ACME, House.add("one", "main", "devel"));
        house.pass(Duration.ofDays(5));

        house.refreshing().refresh(ACME);

        assertThat(trail()).hasSize(3);
        assertThat(last(AuditAction.REFRESHED, "ota-lite").details())
                .isEqualTo(Map.of(
                        "version", "2",
                        "rootVersion", "1",
                        "snapshotVersion", "2",
                        "timestampVersion", "3",
                        "sha256:acme/tuf/full/timestamp/3", digest(Dialect.TUF, "timestamp.json"),
                        "sha256:acme/ats/full/timestamp/3", digest(Dialect.ATS, "timestamp.json")));
    }

    @Test
    void changedSettingsSayWhatTheyWereAndNothingElse() {
        house.changing()
                .change(
                        ACME,
                        before -> new FactorySettings(
                                true, before.dialects(), before.limits(), Optional.of(new Retention(3))),
                        "tester");

        assertThat(last(AuditAction.FACTORY_CHANGED, "tester").details())
                .isEqualTo(Map.of("publicMetadata", "false -> true", "retention.keepPerTag", "all -> 3"));
    }

    @Test
    void aChangeThatChangesNothingIsNotRecorded() {
        assertThat(house.changing().change(ACME, before -> before, "tester")).isPresent();

        assertThat(trail()).hasSize(1);
    }

    @Test
    void aRootThatIsPublishedAtOnceIsBegunAndPublished() {
        var before = keys(RoleName.TIMESTAMP);
        house.roots().begin(ACME, rotate(), "tester");

        var begun = fact(2);
        assertThat(begun.action()).isEqualTo(AuditAction.ROOT_UPDATE_BEGUN);
        assertThat(begun.details())
                .isEqualTo(Map.of(
                        "message", "Rotate",
                        "rootVersion", "2",
                        "rootThreshold", "1",
                        "keysAdded", keys(RoleName.TIMESTAMP),
                        "keysRemoved", before));
        assertThat(last(AuditAction.ROOT_PUBLISHED, "tester").details())
                .containsEntry("rootVersion", "2")
                .containsEntry("version", "2")
                .containsEntry("summary", "Published root version 2: Rotate")
                .containsEntry("sha256:acme/tuf/full/root/2", digest(Dialect.TUF, "2.root.json"))
                .containsKeys("sha256:acme/ats/full/root/2", "sha256:acme/tuf/full/targets/2");
    }

    @Test
    void eachSignatureSaysWhoseItIs() {
        awaiting();
        for (var dialect : Dialect.all()) {
            var payload = house.roots().ceremony(ACME).orElseThrow().signings().stream()
                    .filter(signing -> signing.dialect().equals(dialect))
                    .findFirst()
                    .orElseThrow()
                    .payload();
            house.roots().sign(ACME, dialect, List.of(Bytes.copyOf(OFFLINE.sign(payload.toArray()))), "signer");
        }

        assertThat(trail().stream().map(AuditFact::action))
                .containsExactly(
                        AuditAction.FACTORY_CREATED,
                        AuditAction.ROOT_UPDATE_BEGUN,
                        AuditAction.ROOT_SIGNATURE_ADDED,
                        AuditAction.ROOT_SIGNATURE_ADDED,
                        AuditAction.ROOT_PUBLISHED);
        assertThat(fact(4).actor()).isEqualTo("signer");
        assertThat(fact(4).details())
                .containsEntry("dialect", "ats")
                .containsEntry("key", OFFLINE.publicKey().keyId().hex())
                .containsEntry("rootVersion", "2")
                .containsEntry("message", "Two")
                .containsEntry("sha256", digest(Dialect.ATS, "2.root.json"));
    }

    @Test
    void aCancelledUpdate() {
        awaiting();

        house.roots().cancel(ACME, "somebody");

        assertThat(last(AuditAction.ROOT_UPDATE_CANCELLED, "somebody").details())
                .isEqualTo(Map.of("message", "Two", "rootVersion", "2"));
    }

    @Test
    void whatIsRefusedLeavesNothing() {
        awaiting();

        house.roots().begin(ACME, rotate(), "tester");
        house.roots().sign(ACME, Dialect.TUF, List.of(Bytes.utf8("nonsense")), "tester");

        assertThat(trail()).hasSize(2);
    }

    @Test
    void aRecovery() {
        house.roots().recover(ACME, "Stolen", 5000, "tester");

        assertThat(fact(2).action()).isEqualTo(AuditAction.RECOVERY_BEGUN);
        assertThat(fact(2).details()).containsEntry("message", "Stolen").containsEntry("versionsAbove", "5000");
        assertThat(last(AuditAction.ROOT_PUBLISHED, "tester").details()).containsEntry("version", "5001");
    }

    private static RootChange rotate() {
        var timestamp = Map.of(RoleName.TIMESTAMP, new Rotation(KeyScheme.ED25519, 1, 1));
        return new RootChange("Rotate", timestamp, List.of(), Set.of(), OptionalInt.empty(), false, 0);
    }

    private void awaiting() {
        var change =
                new RootChange("Two", Map.of(), List.of(OFFLINE.publicKey()), Set.of(), OptionalInt.of(2), false, 0);
        house.roots().begin(ACME, change, "tester");
    }

    private String keys(RoleName role) {
        return house.keys().held(ACME).of(role).stream()
                .map(key -> key.publicKey().keyId().hex())
                .collect(Collectors.joining(" "));
    }

    private String digest(Dialect dialect, String file) {
        return house.file(ACME, SetId.full(dialect), file)
                .orElseThrow()
                .sha256()
                .hex();
    }

    private AuditFact last(AuditAction action, String actor) {
        var last = trail().getLast();
        assertThat(last.action()).isEqualTo(action);
        assertThat(last.actor()).isEqualTo(actor);
        return last;
    }

    private AuditFact fact(int seq) {
        return trail().get(seq - 1);
    }

    private List<AuditFact> trail() {
        return store.auditTrail(ACME, 0, 100).stream()
                .map(line -> AuditEntry.parse(line.line().getBytes(UTF_8)).fact())
                .toList();
    }
}
