package io.otalite.api.roots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.otalite.api.publication.ClientLimits;
import io.otalite.api.publication.FactorySettings;
import io.otalite.api.publication.House;
import io.otalite.api.publication.InMemoryPublicationStore;
import io.otalite.api.publication.MissingKeysException;
import io.otalite.api.publication.PublishTargets;
import io.otalite.api.publication.SetId;
import io.otalite.api.publication.StoreUnavailableException;
import io.otalite.api.roots.RootChange.Rotation;
import io.otalite.api.roots.RootUpdates.Outcome;
import io.otalite.api.signing.KeyScheme;
import io.otalite.events.FactoryName;
import io.otalite.tuf.Bytes;
import io.otalite.tuf.ClientWalk;
import io.otalite.tuf.Dialect;
import io.otalite.tuf.Ed25519Key;
import io.otalite.tuf.FileMeta;
import io.otalite.tuf.InvalidValueException;
import io.otalite.tuf.KeyId;
import io.otalite.tuf.MetadataVersion;
import io.otalite.tuf.MetadataWriter;
import io.otalite.tuf.PublicKey;
import io.otalite.tuf.RoleName;
import io.otalite.tuf.Root;
import io.otalite.tuf.SignedMetadata;
import io.otalite.tuf.Timestamp;
import io.otalite.tuf.TrustedState;
import io.otalite.tuf.Verification;
import io.otalite.tuf.WalkResult;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootUpdatesTest {
    private static final FactoryName ACME = new FactoryName("acme");

    private final InMemoryPublicationStore store = new InMemoryPublicationStore();
    private final House house = new House(store);

    @BeforeEach
    void aFactory() {
        house.create(ACME, House.BOTH);
        house.publish(ACME, House.add("one", "main"));
    }

    /**
     * The root rotations of the public conformance suite as a customer asks for them: keys held elsewhere, the threshold, and
     * who signs. What a client would refuse never becomes visible.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    1 of 1, key rotated                          | 1/1/1 2/1/21                              | published
                    1 of 1, unused signatures                    | 1/1/1 1/1/1234                            | published
                    1 of 1, signed by both, and more             | 1/1/1 2/1/1234                            | published
                    3 of 5, all combinations                     | 01234/3/024 01234/3/013 01234/3/123       | published
                    3 of 5, one key rotated                      | 01234/3/024 01345/3/0412                  | published
                    3 of 5, one key rotated, intermediate step   | 01234/3/024 01345/3/0245 01345/3/045      | published
                    3 of 5, all keys rotated, intermediate step  | 01234/3/024 56789/3/024567 56789/3/567    | published
                    1 of 3, threshold raised to 2                | 123/1/1 123/2/12                          | published
                    2 of 3, threshold lowered to 1               | 123/2/12 123/1/12 123/1/1                 | published
                    1 of 1, raised to 2 of 2                     | 1/1/1 12/2/12                             | published
                    1 of 1, not signed by the old key            | 1/1/1 2/1/234                             | old 0 of 1, new 1 of 1
                    1 of 1, not signed by the new key            | 1/1/1 2/1/134                             | old 1 of 1, new 0 of 1
                    3 of 5, one rotated, not by 3 new keys       | 01234/3/024 01345/3/024                   | old 3 of 3, new 2 of 3
                    3 of 5, one rotated, not by 3 old keys       | 01234/3/024 01345/3/045                   | old 2 of 3, new 3 of 3
                    1 of 3 to 2 of 3, new threshold not reached  | 123/1/1 123/2/2                           | old 1 of 1, new 1 of 2
                    2 of 3 to 1 of 3, old threshold not reached  | 123/2/12 123/1/1                          | old 1 of 2, new 1 of 1
                    """)
    void rootsArePublishedWhenBothThresholdsAreMetAndNotBefore(String scenario, String steps, String outcome) {
        var shipped = house.file(ACME, SetId.full(Dialect.TUF), "1.root.json").orElseThrow();
        Set<Integer> present = new HashSet<>();
        var last = "";
        for (var step : steps.split(" ", -1)) {
            var parts = step.split("/", -1);
            var wanted = digits(parts[0]);
            begin(present, wanted, Integer.parseInt(parts[1]));
            for (var dialect : Dialect.all()) {
                digits(parts[2]).forEach(key -> house.sign(ACME, dialect, key(key)));
            }
            last = describe();
            present = wanted;
        }

        assertThat(last).isEqualTo(outcome);
        for (var dialect : Dialect.all()) {
            assertThat(house.walkAsAFreshDevice(ACME, SetId.full(dialect)).targets())
                    .hasSize(1);
        }
        House.accepted(house.walk(ACME, SetId.full(Dialect.TUF), TrustedState.ofRoot(shipped)));
    }

    /** The sequences of the other roles: this service signs with what it holds, and publishes nothing with less. */
    @ParameterizedTest(name = "{0} of {1}, {2} lost")
    @CsvSource({
        "1, 1, 0, true",
        "1, 1, 1, false",
        "3, 5, 0, true",
        "3, 5, 1, true",
        "3, 5, 2, true",
        "3, 5, 3, false",
        "2, 2, 0, true",
        "2, 2, 1, false",
        "1, 3, 2, true",
        "1, 3, 3, false"
    })
    void theOtherRolesAreSignedByTheirThresholdOrNotAtAll(int threshold, int keys, int lost, boolean published) {
        for (var role : List.of(RoleName.TIMESTAMP, RoleName.SNAPSHOT, RoleName.TARGETS)) {
            rotate(role, new Rotation(KeyScheme.ED25519, keys, threshold));
            var held = house.keys().held(ACME).of(role);
            house.keys()
                    .discard(
                            ACME,
                            held.stream()
                                    .limit(lost)
                                    .map(key -> key.publicKey().keyId())
                                    .collect(Collectors.toSet()));

            if (published) {
                assertThat(house.publish(ACME, House.add(role.json())))
                        .isInstanceOf(PublishTargets.Outcome.Published.class);
                assertThat(house.walkAsAFreshDevice(ACME).targets()).isNotEmpty();
            } else {
                assertThatThrownBy(() -> house.publish(ACME, House.add(role.json())))
                        .isInstanceOf(MissingKeysException.class);
                return;
            }
        }
    }

    @Test
    void everyOnlineRoleIsRotatedInBothDialects() {
        var before = House.accepted(house.walk(ACME, SetId.full(Dialect.TUF), trusted(Dialect.TUF)))
                .state();
        for (var role : RoleName.values()) {
            assertThat(rotate(role, new Rotation(KeyScheme.ED25519, 1, 1))).isInstanceOf(Outcome.Published.class);
        }

        assertThat(store.find(ACME).orElseThrow().heads().root()).isEqualTo(new MetadataVersion(5));
        assertThat(house.keys().held(ACME).signers().values())
                .allSatisfy(keys -> assertThat(keys).hasSize(1));
        House.accepted(house.walk(ACME, SetId.full(Dialect.TUF), before));
        assertThat(house.walkAsAFreshDevice(ACME, new SetId(Dialect.ATS, "main"))
                        .targets())
                .hasSize(1);
    }

    /** specification#223: it has read the root before, and is served what came with the next. */
    @Test
    void aDeviceThatIsInTheMiddleOfAnUpdateIsNotLeftAlone() {
        var before = trusted(Dialect.TUF);

        rotate(RoleName.TIMESTAMP, new Rotation(KeyScheme.ED25519, 1, 1));

        var set = SetId.full(Dialect.TUF);
        var result = ClientWalk.walk(
                before,
                name -> name.equals("2.root.json") ? Optional.empty() : house.file(ACME, set, name),
                house.now());
        assertThat(result).isInstanceOf(WalkResult.Accepted.class);
    }

    @Test
    void afterARecoveryDevicesForgetTheVersionsThatAThiefDroveUp() {
        var thief = new Timestamp(
                new MetadataVersion(1_000_000),
                house.now().plusSeconds(60),
                FileMeta.of(new MetadataVersion(1_000_000), Bytes.utf8("")));
        var stolen = house.keys().held(ACME).of(RoleName.TIMESTAMP);
        var deceived = new TrustedState(
                trusted(Dialect.TUF).root(),
                Optional.of(MetadataWriter.sign(Dialect.TUF, thief, stolen)),
                Optional.empty(),
                Optional.empty());
        house.publish(ACME, House.add("two"));
        assertThat(house.walk(ACME, SetId.full(Dialect.TUF), deceived)).isInstanceOf(WalkResult.Refused.class);

        var outcome = house.roots().recover(ACME, "Stolen", 5000, "tester");

        assertThat(outcome).isEqualTo(new Outcome.Published(new MetadataVersion(2), new MetadataVersion(5001)));
        House.accepted(house.walk(ACME, SetId.full(Dialect.TUF), deceived));
        var timestamp =
                store.served(ACME, SetId.full(Dialect.TUF), RoleName.TIMESTAMP).orElseThrow();
        assertThat(SignedMetadata.parse(timestamp).signatures()).hasSize(1);
    }

    /** It is not known whether the root became durable; it may list the new keys. */
    @Test
    void aLostAnswerLosesNoKey() {
        store.loseNextAnswer();

        assertThatThrownBy(() -> rotate(RoleName.TIMESTAMP, new Rotation(KeyScheme.ED25519, 2, 2)))
                .isInstanceOf(StoreUnavailableException.class);

        assertThat(store.find(ACME).orElseThrow().heads().root()).isEqualTo(new MetadataVersion(2));
        assertThat(house.publish(ACME, House.add("two"))).isInstanceOf(PublishTargets.Outcome.Published.class);
        house.walkAsAFreshDevice(ACME);
    }

    @Test
    void aRecoveryWeakensNothing() {
        rotate(RoleName.TARGETS, new Rotation(KeyScheme.ED25519, 3, 2));

        house.roots().recover(ACME, "Stolen", 0, "tester");

        var root = Root.parse(SignedMetadata.parse(
                house.file(ACME, SetId.full(Dialect.TUF), "3.root.json").orElseThrow()));
        assertThat(root.role(RoleName.TARGETS).threshold()).isEqualTo(2);
        assertThat(root.keysOf(RoleName.TARGETS)).hasSize(3);
    }

    /** People who sign should not learn at the last signature that all was in vain. */
    @Test
    void aRootThatWouldBeTooLargeIsRefusedBeforeAnybodySigns() {
        var change = new RootChange("Many", Map.of(), offline(60), Set.of(), OptionalInt.of(2), false, 0);

        assertThatThrownBy(() -> house.roots().begin(ACME, change, "tester"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("at most 65536 bytes");
    }

    @Test
    void onlyOneUpdateIsUnderWayAndACancelledOneLeavesNothing() {
        var keysBefore = house.keys().held(ACME).signers();
        awaiting();

        assertThat(house.roots().begin(ACME, RootChange.renewal("Another"), "tester"))
                .isInstanceOf(Outcome.UnderWay.class);
        assertThat(house.publish(ACME, House.add("meanwhile"))).isInstanceOf(PublishTargets.Outcome.Published.class);
        assertThat(house.roots().cancel(ACME, "tester")).isInstanceOf(Outcome.Cancelled.class);

        assertThat(house.roots().ceremony(ACME)).isEmpty();
        assertThat(house.roots().cancel(ACME, "tester")).isInstanceOf(Outcome.NoUpdate.class);
        assertThat(house.keys().held(ACME).signers()).isEqualTo(keysBefore);
        assertThat(store.find(ACME).orElseThrow().heads().root()).isEqualTo(MetadataVersion.FIRST);
    }

    @Test
    void aSignatureOverAnythingElseIsRefusedAndChangesNothing() {
        awaiting();
        var payload = signing(Dialect.TUF).payload().toArray();
        var ofTheOther = Bytes.copyOf(key(1).sign(signing(Dialect.ATS).payload().toArray()));
        var ofAStranger = Bytes.copyOf(key(9).sign(payload));

        for (var signature : List.of(ofTheOther, ofAStranger, Bytes.utf8("nonsense"), Bytes.utf8(""))) {
            assertThat(house.roots().sign(ACME, Dialect.TUF, List.of(signature), "tester"))
                    .isInstanceOf(Outcome.SignatureRefused.class);
        }

        assertThat(signing(Dialect.TUF).progress().byCandidate().signedBy()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 4"})
    void thresholdsThatNobodyCouldMeetAreRefused(int keys, int threshold) {
        var change = new RootChange("Too high", Map.of(), offline(keys), Set.of(), OptionalInt.of(threshold), false, 0);

        assertThatThrownBy(() -> house.roots().begin(ACME, change, "tester"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("threshold of " + threshold);
    }

    @Test
    void whatTheDialectsDoNotHaveIsRefusedAndItsKeysAreForgotten() {
        assertThatThrownBy(() -> rotate(RoleName.SNAPSHOT, new Rotation(KeyScheme.ECDSA, 1, 1)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("ats");
        assertThatThrownBy(() -> house.roots()
                        .begin(
                                ACME,
                                new RootChange(
                                        "Unknown", Map.of(), List.of(), Set.of("ab"), OptionalInt.empty(), false, 0),
                                "tester"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("removeKeys");

        assertThat(house.keys().held(ACME).of(RoleName.SNAPSHOT)).hasSize(1);
    }

    /** What no client would follow in one update is not begun. */
    @Test
    void aChainLongerThanClientsFollowIsRefused() {
        store.locked(ACME, locked -> {
            locked.change(new FactorySettings(
                    false, Dialect.all(), new ClientLimits(65_536, 5_000_000, 2), Optional.empty()));
            locked.record(House.CHANGED);
            return true;
        });
        rotate(RoleName.ROOT, new Rotation(KeyScheme.ED25519, 1, 1));
        rotate(RoleName.ROOT, new Rotation(KeyScheme.ED25519, 1, 1));

        assertThatThrownBy(() -> rotate(RoleName.ROOT, new Rotation(KeyScheme.ED25519, 1, 1)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("rootRotations");
    }

    private TrustedState trusted(Dialect dialect) {
        var set = SetId.full(dialect);
        var root = house.file(ACME, set, "1.root.json").orElseThrow();
        return House.accepted(house.walk(ACME, set, TrustedState.ofRoot(root))).state();
    }

    /** Two of this service's root key and one that is held elsewhere. */
    private void awaiting() {
        var rotate = Map.of(RoleName.TIMESTAMP, new Rotation(KeyScheme.ED25519, 1, 1));
        var change = new RootChange("Two", rotate, offline(1), Set.of(), OptionalInt.of(2), false, 0);
        assertThat(house.roots().begin(ACME, change, "tester")).isInstanceOf(Outcome.Awaiting.class);
    }

    private RootSigning signing(Dialect dialect) {
        return house.roots().ceremony(ACME).orElseThrow().signings().stream()
                .filter(signing -> signing.dialect().equals(dialect))
                .findFirst()
                .orElseThrow();
    }

    private static List<PublicKey> offline(int keys) {
        return IntStream.rangeClosed(1, keys)
                .mapToObj(number -> key(number).publicKey())
                .toList();
    }

    private Outcome rotate(RoleName role, Rotation rotation) {
        var change = new RootChange(
                "Rotate " + role, Map.of(role, rotation), List.of(), Set.of(), OptionalInt.empty(), false, 0);
        return house.roots().begin(ACME, change, "tester");
    }

    /** From keys to keys; before the first step the root has the one of this service. */
    private void begin(Set<Integer> present, Set<Integer> wanted, int threshold) {
        var added = wanted.stream()
                .filter(key -> !present.contains(key))
                .map(key -> key(key).publicKey())
                .toList();
        var removed = present.stream()
                .filter(key -> !wanted.contains(key))
                .map(key -> key(key).publicKey().keyId().hex())
                .collect(Collectors.toCollection(HashSet::new));
        house.keys().held(ACME).of(RoleName.ROOT).stream()
                .map(key -> key.publicKey().keyId())
                .filter(rootKeys()::contains)
                .map(KeyId::hex)
                .forEach(removed::add);
        var change = new RootChange("Step", Map.of(), added, removed, OptionalInt.of(threshold), false, 0);
        house.roots().begin(ACME, change, "tester");
    }

    private Set<KeyId> rootKeys() {
        var version = store.find(ACME).orElseThrow().heads().root().value();
        var file = house.file(ACME, SetId.full(Dialect.TUF), version + ".root.json")
                .orElseThrow();
        return Set.copyOf(
                Root.parse(SignedMetadata.parse(file)).role(RoleName.ROOT).keyIds());
    }

    private String describe() {
        return house.roots()
                .ceremony(ACME)
                .map(ceremony -> {
                    var progress = ceremony.signings().getFirst().progress();
                    return "old %s, new %s"
                            .formatted(met(progress.byTrusted().orElseThrow()), met(progress.byCandidate()));
                })
                .orElse("published");
    }

    private static String met(Verification verification) {
        return verification.signedBy().size() + " of " + verification.threshold();
    }

    private static Set<Integer> digits(String text) {
        return text.chars().mapToObj(c -> c - '0').collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    private static Ed25519Key key(int number) {
        var seed = new byte[32];
        seed[0] = (byte) (number + 1);
        return Ed25519Key.fromSeed(seed);
    }
}
