package io.otalite.tuf;

import static io.otalite.tuf.TestRepository.LATER;
import static io.otalite.tuf.TestRepository.NOW;
import static io.otalite.tuf.TestRepository.key;
import static io.otalite.tuf.TestRepository.listed;
import static io.otalite.tuf.TestRepository.signers;
import static io.otalite.tuf.TestRepository.snapshot;
import static io.otalite.tuf.TestRepository.targets;
import static io.otalite.tuf.TestRepository.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.otalite.conformance.Covers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientWalkTest {

    private final TestRepository repository = new TestRepository();

    @Test
    void aNewClientFollowsTheRepository() {
        repository.publish(1, "a", "dir/b");

        WalkResult.Accepted accepted = accepted(repository.walk());

        assertThat(accepted.targets().targets()).isEqualTo(targets("a", "dir/b"));
        assertThat(accepted.root()).isEqualTo(repository.root());
        assertThat(accepted.state())
                .isEqualTo(new TrustedState(
                        repository.trustedRoot(),
                        repository.apply("timestamp.json"),
                        repository.apply("1.snapshot.json"),
                        repository.apply("1.targets.json")));
    }

    @Test
    void aClientFollowsVersionAfterVersion() {
        TrustedState trusted = TrustedState.ofRoot(repository.trustedRoot());
        for (int version : List.of(1, 2, 3, 7)) {
            repository.publish(version, "target-" + version);

            WalkResult.Accepted accepted = accepted(repository.walk(trusted));

            assertThat(accepted.targets().version()).isEqualTo(version(version));
            trusted = accepted.state();
        }
    }

    @Test
    @Covers({"5.3.3", "5.3.9", "5.4.1", "5.5.1", "5.6.1"})
    void onlyTheFilesOfTheWorkflowAreAskedForAndInItsOrder() {
        repository.publish(5, "a");
        repository.rotate(signers("b")).publish(6, "a");
        List<String> asked = new ArrayList<>();

        accepted(ClientWalk.walk(
                TrustedState.ofRoot(repository.trustedRoot()),
                name -> {
                    asked.add(name);
                    return repository.apply(name);
                },
                NOW));

        assertThat(asked)
                .containsExactly("2.root.json", "3.root.json", "timestamp.json", "6.snapshot.json", "6.targets.json");
    }

    @Test
    @Covers("5.3.12")
    void withoutConsistentSnapshotsFilesHaveNoPrefix() {
        Root first = repository.root();
        Root plain = new Root(first.version().next(), LATER, false, first.keys(), first.roles());
        repository.rotate(repository.signers(), plain).publish(1, "a");
        repository.put("snapshot.json", repository.files.remove("1.snapshot.json"));
        repository.put("targets.json", repository.files.remove("1.targets.json"));

        assertThat(accepted(repository.walk()).targets().targets()).isEqualTo(targets("a"));
    }

    @Test
    @Covers({"W4", "5.3.6", "5.3.10"})
    void everyRootOfAChainMayHaveExpiredExceptTheLast() {
        repository.rotate(signers("b"), Instant.EPOCH).rotate(signers("c")).publish(1, "a");
        assertThat(accepted(repository.walk()).root().version()).isEqualTo(version(3));

        repository.rotate(signers("d"), NOW).publish(2, "a");
        assertRefused(repository.walk(), "5.3.10", Reason.EXPIRED);
    }

    @Test
    @Covers("5.3.3")
    void onlySoManyRootsAreFollowedInOneWalk() {
        for (int i = 0; i < RootUpdate.MAX_ROTATIONS; i++) {
            repository.rotate(repository.signers());
        }
        repository.publish(1, "a");
        repository.rotate(repository.signers());

        WalkResult.Accepted first = accepted(repository.walk());
        WalkResult.Accepted second = accepted(repository.walk(first.state()));

        assertThat(first.root().version()).isEqualTo(version(257));
        assertThat(second.root().version()).isEqualTo(version(258));
    }

    @Test
    @Covers("5.3.4")
    void aRootSignedByStrangersStopsTheWalk() {
        repository.publish(1, "a");
        Root next = Root.of(version(2), LATER, signers("stranger"));
        repository.put(
                "2.root.json",
                MetadataWriter.sign(next.toJson(), signers("stranger").of(RoleName.ROOT)));

        assertRefused(repository.walk(), "5.3.4", Reason.SIGNATURE_THRESHOLD);
    }

    @Test
    @Covers("5.2")
    void aTrustedRootMustBeOne() {
        repository.publish(1, "a");

        assertRefused(
                repository.walk(TrustedState.ofRoot(repository.files.get("timestamp.json"))), "4.3", Reason.WRONG_TYPE);
        assertRefused(repository.walk(TrustedState.ofRoot(Bytes.utf8("{}"))), "4.3", Reason.MALFORMED);
    }

    @Test
    void aTrustedTimestampThatCannotBeReadIsNotTakenForNone() {
        repository.publish(1, "a");
        TrustedState damaged = new TrustedState(
                repository.trustedRoot(), Optional.of(Bytes.utf8("{")), Optional.empty(), Optional.empty());

        assertRefused(repository.walk(damaged), "4.6", Reason.MALFORMED);
    }

    /** What a new client refuses in a repository that published version 1. */
    @ParameterizedTest(name = "{0}")
    @Covers({
        "5.3.3", "5.4.1", "5.4.2", "5.4.4", "5.5.1", "5.5.2", "5.5.3", "5.5.4", "5.5.6", "5.6.1", "5.6.2", "5.6.3",
        "5.6.4", "5.6.5"
    })
    @MethodSource
    void aNewClientRefuses(String scenario, Consumer<TestRepository> fault, String section, Reason reason) {
        repository.publish(1, "a");
        fault.accept(repository);

        assertRefused(repository.walk(), section, reason);
    }

    static Stream<Arguments> aNewClientRefuses() {
        Targets targets = new Targets(version(1), LATER, targets("a"));
        Snapshot snapshot = snapshot(1, Map.of("targets.json", listed(1)));
        Timestamp timestamp = new Timestamp(version(1), LATER, listed(1));
        return Stream.of(
                fault("no timestamp", r -> r.remove("timestamp.json"), "5.4.1", Reason.MISSING),
                fault("no snapshot", r -> r.remove("1.snapshot.json"), "5.5.1", Reason.MISSING),
                fault("no targets", r -> r.remove("1.targets.json"), "5.6.1", Reason.MISSING),
                fault("timestamp too large", r -> r.put("timestamp.json", bytes(16_385)), "5.4.1", Reason.TOO_LARGE),
                fault(
                        "snapshot too large",
                        r -> r.put(timestamp).put("1.snapshot.json", bytes(2_000_001)),
                        "5.5.1",
                        Reason.TOO_LARGE),
                fault(
                        "targets too large",
                        r -> r.put(timestamp).put(snapshot).put("1.targets.json", bytes(5_000_001)),
                        "5.6.1",
                        Reason.TOO_LARGE),
                fault("root too large", r -> r.put("2.root.json", bytes(512_001)), "5.3.3", Reason.TOO_LARGE),
                fault(
                        "timestamp is no JSON",
                        r -> r.put("timestamp.json", Bytes.utf8("<html>")),
                        "4.6",
                        Reason.MALFORMED),
                fault(
                        "snapshot is no JSON",
                        r -> r.put(timestamp).put("1.snapshot.json", Bytes.utf8("")),
                        "4.4",
                        Reason.MALFORMED),
                fault(
                        "targets are no JSON",
                        r -> r.put(timestamp).put(snapshot).put("1.targets.json", Bytes.utf8("")),
                        "4.5",
                        Reason.MALFORMED),
                fault(
                        "targets served as timestamp",
                        r -> r.put("timestamp.json", r.files.get("1.targets.json")),
                        "4.6",
                        Reason.WRONG_TYPE),
                fault(
                        "timestamp served as snapshot",
                        r -> r.put(timestamp).put("1.snapshot.json", r.files.get("timestamp.json")),
                        "4.4",
                        Reason.WRONG_TYPE),
                fault(
                        "snapshot served as targets",
                        r -> r.put(timestamp).put(snapshot).put("1.targets.json", r.files.get("1.snapshot.json")),
                        "4.5",
                        Reason.WRONG_TYPE),
                fault(
                        "timestamp served as root",
                        r -> r.put("2.root.json", r.files.get("timestamp.json")),
                        "4.3",
                        Reason.WRONG_TYPE),
                fault("timestamp unsigned", r -> unsigned(r, "timestamp.json"), "5.4.2", Reason.SIGNATURE_THRESHOLD),
                fault(
                        "snapshot unsigned",
                        r -> unsigned(r.put(timestamp), "1.snapshot.json"),
                        "5.5.3",
                        Reason.SIGNATURE_THRESHOLD),
                fault(
                        "targets unsigned",
                        r -> unsigned(r.put(timestamp).put(snapshot), "1.targets.json"),
                        "5.6.3",
                        Reason.SIGNATURE_THRESHOLD),
                fault(
                        "targets signed by the timestamp's key",
                        r -> r.put(timestamp)
                                .put(snapshot)
                                .put(
                                        "1.targets.json",
                                        MetadataWriter.sign(
                                                targets.toJson(), r.signers().of(RoleName.TIMESTAMP))),
                        "5.6.3",
                        Reason.SIGNATURE_THRESHOLD),
                fault("a keyid signs twice", r -> signedTwice(r, "timestamp.json"), "4.6", Reason.MALFORMED),
                fault("other bytes than the timestamp lists", r -> r.put(snapshot), "5.5.2", Reason.MISMATCH),
                fault("other bytes than the snapshot lists", r -> r.put(targets), "5.6.2", Reason.MISMATCH),
                fault(
                        "longer than listed",
                        r -> r.put(new Timestamp(
                                version(1), LATER, new FileMeta(version(1), OptionalLong.of(10), Hashes.NONE))),
                        "5.5.2",
                        Reason.MISMATCH),
                fault(
                        "shorter than listed",
                        r -> r.put(new Timestamp(
                                version(1), LATER, new FileMeta(version(1), OptionalLong.of(999_999), Hashes.NONE))),
                        "5.5.2",
                        Reason.MISMATCH),
                fault(
                        "another version than the timestamp lists",
                        r -> r.put(timestamp).put("1.snapshot.json", signed(r, snapshot(2, snapshot.meta()))),
                        "5.5.4",
                        Reason.MISMATCH),
                fault(
                        "another version than the snapshot lists",
                        r -> r.put(timestamp)
                                .put(snapshot)
                                .put("1.targets.json", signed(r, new Targets(version(2), LATER, targets()))),
                        "5.6.4",
                        Reason.MISMATCH),
                fault(
                        "timestamp expired",
                        r -> r.put(new Timestamp(version(1), NOW, listed(1))),
                        "5.4.4",
                        Reason.EXPIRED),
                fault(
                        "snapshot expired",
                        r -> r.put(timestamp).put(new Snapshot(version(1), NOW, snapshot.meta())),
                        "5.5.6",
                        Reason.EXPIRED),
                fault(
                        "targets expired",
                        r -> r.put(timestamp).put(snapshot).put(new Targets(version(1), NOW, targets())),
                        "5.6.5",
                        Reason.EXPIRED));
    }

    private static Arguments fault(String scenario, Consumer<TestRepository> fault, String section, Reason reason) {
        return Arguments.of(scenario, fault, section, reason);
    }

    /** What a client refuses that trusts version 5 of everything and version 3 of a delegated file. */
    @ParameterizedTest(name = "{0}")
    @Covers({"5.4.3.1", "5.4.3.2", "5.5.5"})
    @MethodSource
    void aClientThatKnowsMoreRefuses(String scenario, Consumer<TestRepository> fault, String section, Reason reason) {
        repository
                .put(new Timestamp(version(5), LATER, listed(5)))
                .put(snapshot(5, Map.of("targets.json", listed(5), "delegated.json", listed(3))))
                .put(new Targets(version(5), LATER, targets("a")));
        TrustedState trusted = repository.trusted();
        fault.accept(repository);

        assertRefused(repository.walk(trusted), section, reason);
    }

    static Stream<Arguments> aClientThatKnowsMoreRefuses() {
        Timestamp next = new Timestamp(version(6), LATER, listed(6));
        return Stream.of(
                fault(
                        "an older timestamp",
                        r -> r.put(new Timestamp(version(4), LATER, listed(5))),
                        "5.4.3.1",
                        Reason.ROLLBACK),
                fault(
                        "a newer timestamp that lists an older snapshot",
                        r -> r.put(new Timestamp(version(6), LATER, listed(4))),
                        "5.4.3.2",
                        Reason.ROLLBACK),
                fault(
                        "a newer snapshot that lists older targets",
                        r -> r.put(next)
                                .put(snapshot(6, Map.of("targets.json", listed(4), "delegated.json", listed(3)))),
                        "5.5.5",
                        Reason.ROLLBACK),
                fault(
                        "a newer snapshot that lists an older delegated file",
                        r -> r.put(next)
                                .put(snapshot(6, Map.of("targets.json", listed(5), "delegated.json", listed(2)))),
                        "5.5.5",
                        Reason.ROLLBACK),
                fault(
                        "a newer snapshot that lists a file no longer",
                        r -> r.put(next).put(snapshot(6, Map.of("targets.json", listed(5)))),
                        "5.5.5",
                        Reason.ROLLBACK),
                fault("an older version of everything", r -> r.publish(4, "a"), "5.4.3.1", Reason.ROLLBACK));
    }

    @Test
    @Covers("5.4.3.1")
    void anEqualTimestampVersionMeansThatNothingIsNew() {
        repository.publish(1, "a");
        TrustedState trusted = repository.trusted();
        repository.put(new Timestamp(version(1), LATER.plus(Duration.ofDays(300)), listed(1)));

        WalkResult.Accepted accepted = accepted(repository.walk(trusted));

        assertThat(accepted.state()).isEqualTo(trusted);
    }

    @Test
    @Covers({"5.4.3.1", "5.4.4"})
    void anEqualTimestampVersionKeepsItsOldExpiry() {
        repository.put(new Timestamp(version(1), NOW.plusSeconds(60), listed(1)));
        repository.put(snapshot(1, Map.of("targets.json", listed(1))));
        repository.put(new Targets(version(1), LATER, targets()));
        TrustedState trusted = repository.trusted();
        repository.put(new Timestamp(version(1), LATER, listed(1)));

        WalkResult result = ClientWalk.walk(trusted, repository, NOW.plusSeconds(60));

        assertRefused(result, "5.4.4", Reason.EXPIRED);
    }

    @Test
    @Covers({"5.1", "5.4.4"})
    void aFrozenRepositoryIsNoticedWhenItsTimestampExpires() {
        repository.publish(1, "a");
        TrustedState trusted = repository.trusted();
        Instant expiry = NOW.plus(TestRepository.LIFETIMES.timestamp());

        accepted(ClientWalk.walk(trusted, repository, expiry.minusSeconds(1)));
        assertRefused(ClientWalk.walk(trusted, repository, expiry), "5.4.4", Reason.EXPIRED);
    }

    @Test
    @Covers("5.6.2")
    void filesOfDifferentVersionsCannotBeMixed() {
        repository.publish(1, "a");
        Bytes oldTargets = repository.files.get("1.targets.json");
        repository.publish(2, "b").put("2.targets.json", oldTargets);

        assertRefused(repository.walk(), "5.6.2", Reason.MISMATCH);
    }

    /** Fast-forward recovery: only new snapshot or timestamp keys make lower versions acceptable. */
    @ParameterizedTest(name = "{0}")
    @Covers({"W8", "5.3.11"})
    @MethodSource
    void givenHugeVersions_whenKeysAreRotated_thenLowerVersionsAreAcceptedOrNot(
            String scenario, UnaryOperator<TestRepository> rotation, boolean recovers) {
        repository.publish(1_000_000, "a");
        TrustedState trusted = repository.trusted();
        rotation.apply(repository).publish(2, "b");

        WalkResult result = repository.walk(trusted);

        if (recovers) {
            assertThat(accepted(result).targets().version()).isEqualTo(version(2));
        } else {
            assertRefused(result, "5.4.3.1", Reason.ROLLBACK);
        }
    }

    static Stream<Arguments> givenHugeVersions_whenKeysAreRotated_thenLowerVersionsAreAcceptedOrNot() {
        return Stream.of(
                rotation("nothing", r -> r, false),
                rotation("a new root with the same keys", r -> r.rotate(r.signers()), false),
                rotation("root key", r -> r.rotate(r.withNewKeys("b", RoleName.ROOT)), false),
                rotation("targets key", r -> r.rotate(r.withNewKeys("b", RoleName.TARGETS)), false),
                rotation("snapshot key", r -> r.rotate(r.withNewKeys("b", RoleName.SNAPSHOT)), true),
                rotation("timestamp key", r -> r.rotate(r.withNewKeys("b", RoleName.TIMESTAMP)), true),
                rotation("all keys", r -> r.rotate(signers("b")), true),
                rotation(
                        "timestamp key, then a new root with the same keys",
                        r -> r.rotate(r.withNewKeys("b", RoleName.TIMESTAMP)).rotate(r.signers()),
                        true),
                rotation(
                        "timestamp key and back again",
                        r -> {
                            RoleSigners before = r.signers();
                            return r.rotate(r.withNewKeys("b", RoleName.TIMESTAMP))
                                    .rotate(before);
                        },
                        true));
    }

    private static Arguments rotation(String scenario, UnaryOperator<TestRepository> rotation, boolean recovers) {
        return Arguments.of(scenario, rotation, recovers);
    }

    @Test
    @Covers("5.4.2")
    void afterARotationTheOldKeysSignNothingAnyMore() {
        repository.publish(1, "a");
        TrustedState trusted = repository.trusted();
        RoleSigners old = repository.signers();
        repository.rotate(signers("b"));
        repository.files.putAll(Publication.sign(version(2), targets("b"), old, TestRepository.LIFETIMES, NOW)
                .files());

        assertRefused(repository.walk(trusted), "5.4.2", Reason.SIGNATURE_THRESHOLD);
    }

    @Test
    @Covers("5.6.3")
    void aRoleMayAskForSeveralKeys() {
        RoleSigners two = new RoleSigners(Map.of(
                RoleName.ROOT, List.of(key("r1"), key("r2")),
                RoleName.TARGETS, List.of(key("t1"), key("t2")),
                RoleName.SNAPSHOT, List.of(key("s")),
                RoleName.TIMESTAMP, List.of(key("s"))));
        repository.rotate(two).publish(1, "a");
        accepted(repository.walk());

        repository.put(new Timestamp(version(2), LATER, listed(2)));
        repository.put(snapshot(2, Map.of("targets.json", listed(2))));
        repository.put(
                "2.targets.json",
                MetadataWriter.sign(new Targets(version(2), LATER, targets()).toJson(), List.of(key("t2"))));

        assertRefused(repository.walk(), "5.6.3", Reason.SIGNATURE_THRESHOLD);
    }

    private static Bytes signed(TestRepository repository, Snapshot snapshot) {
        return MetadataWriter.sign(snapshot.toJson(), repository.signers().of(RoleName.SNAPSHOT));
    }

    private static Bytes signed(TestRepository repository, Targets targets) {
        return MetadataWriter.sign(targets.toJson(), repository.signers().of(RoleName.TARGETS));
    }

    private static void unsigned(TestRepository repository, String name) {
        SignedMetadata file = SignedMetadata.parse(repository.files.get(name));
        repository.put(name, MetadataWriter.sign(file.signed(), List.of()));
    }

    private static void signedTwice(TestRepository repository, String name) {
        String file = new String(repository.files.get(name).toArray(), StandardCharsets.UTF_8);
        String signature = file.substring(file.indexOf('[') + 1, file.indexOf(']'));
        repository.put(name, Bytes.utf8(file.replace(signature, signature + "," + signature)));
    }

    private static Bytes bytes(int size) {
        return Bytes.copyOf(new byte[size]);
    }

    private static WalkResult.Accepted accepted(WalkResult result) {
        assertThat(result).isInstanceOf(WalkResult.Accepted.class);
        return (WalkResult.Accepted) result;
    }

    private static void assertRefused(WalkResult result, String section, Reason reason) {
        assertThat(result).isInstanceOfSatisfying(WalkResult.Refused.class, refused -> {
            assertThat(refused.section()).as(refused.message()).isEqualTo(section);
            assertThat(refused.reason()).as(refused.message()).isEqualTo(reason);
            assertThat(refused.message()).isNotBlank();
        });
    }
}
