package io.otalite.system.judge.ats;

import static io.otalite.system.judge.ats.AtsRepository.FIRST_ROOT;
import static io.otalite.system.judge.ats.AtsRepository.SECOND_ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AtsDeviceTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Path SAMPLE = Path.of("../libs/tuf/src/test/resources/ats-sample");
    /** Devices that have seen this version. */
    private static final Map<Long, AtsDevice> DEVICES = new ConcurrentHashMap<>();
    /** What the other implementation does in another way, and this one only. */
    private static final Set<Rule> OF_THE_SAMPLE =
            EnumSet.of(Rule.KEY_ID, Rule.KEY_TYPE, Rule.CANONICAL, Rule.TARGET_CUSTOM);

    @Test
    void acceptsTheRepositoryOfAnotherImplementation() {
        // Given
        var device = AtsDevice.trusting(sample("root.json").orElseThrow(), OF_THE_SAMPLE);

        // When
        var verdict = device.update(AtsDeviceTest::sample, NOW);

        // Then
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.version()).isOne();
            assertThat(accepted.targets()).containsOnlyKeys("targets/file.txt");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"KEY_ID", "KEY_TYPE", "CANONICAL", "TARGET_CUSTOM"})
    void seesEveryDifferenceOfThatRepository(Rule rule) {
        // Given
        var others = EnumSet.copyOf(OF_THE_SAMPLE);
        others.remove(rule);
        var device = AtsDevice.trusting(sample("root.json").orElseThrow(), others);

        // When
        var verdict = device.update(AtsDeviceTest::sample, NOW);

        // Then
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo(rule));
    }

    @Test
    void noRuleOfSafetyCanBeWaived() {
        var root = new AtsRepository(1).firstRoot();

        assertThatThrownBy(() -> AtsDevice.trusting(root, Set.of(Rule.THRESHOLD)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void acceptsWhatKeepsToTheDialect() {
        // Given
        var device = deviceAt(5);

        // When
        var verdict = device.update(new AtsRepository(6).files(), NOW);

        // Then
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
            assertThat(accepted.version()).isEqualTo(6);
            assertThat(accepted.targets()).containsOnlyKeys("intel-corei7-64-lmp-41", "intel-corei7-64-lmp-42");
        });
    }

    @ParameterizedTest
    @MethodSource("io.otalite.system.judge.ats.Mutations#all")
    void refusesEachMutationForItsOwnReason(Mutations.Mutation mutation) {
        // Given
        var device = mutation.seenBefore() == 0 ? deviceAtTheFirstRoot() : deviceAt(mutation.seenBefore());
        var repository = new AtsRepository(6);
        mutation.change().accept(repository);

        // When
        var verdict = device.update(repository.files(), NOW);

        // Then
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.message()).contains(mutation.message());
            assertThat(refused.rule()).isEqualTo(mutation.rule());
        });
    }

    @Test
    void theMutationsTouchEveryRule() {
        assertThat(Mutations.all()).extracting(Mutations.Mutation::rule).contains(Rule.values());
    }

    @Test
    void aRefusalLeavesTheDeviceReadyForWhatIsInOrder() {
        // Given
        var device = deviceAt(5);
        device.update(
                new AtsRepository(6).serve("targets.json", text -> text + " ").files(), NOW);

        // When
        var verdict = device.update(new AtsRepository(7).files(), NOW);

        // Then
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aDeviceThatFollowsAnotherTagMayMeetTheSameVersionWithOtherTargets() {
        // Given
        var device = deviceAt(6);
        var other = new AtsRepository(6)
                .change("targets.json", all -> AtsRepository.at(all, "targets").remove("intel-corei7-64-lmp-42"));
        device.followAnotherTag();

        // When
        var verdict = device.update(other.files(), NOW);

        // Then
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        accepted -> assertThat(accepted.targets()).hasSize(1));
    }

    @Test
    void aDeviceThatFollowsAnotherTagStillRefusesToGoBack() {
        // Given
        var device = deviceAt(7);
        device.followAnotherTag();

        // When
        var verdict = device.update(new AtsRepository(6).files(), NOW);

        // Then
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo(Rule.ROLLBACK));
    }

    @Test
    void anotherRootMakesTheDeviceForgetTheVersionsItHasSeen() {
        // Given
        var device = deviceAtTheFirstRoot();
        device.update(new AtsRepository(9).without(SECOND_ROOT).files(), NOW);

        // When
        var verdict = device.update(new AtsRepository(6).files(), NOW);

        // Then
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aRootInTheMiddleMayHaveExpired() {
        // Given
        var repository = new AtsRepository(1).put(FIRST_ROOT, "expires", "2026-11-26T12:00:00Z");
        var device = AtsDevice.trusting(repository.firstRoot());

        // When
        var verdict = device.update(repository.files(), NOW);

        // Then
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void aCopyHasSeenTheSameAndGoesItsOwnWay() {
        // Given
        var device = deviceAt(5);
        var copy = device.copy();
        device.update(new AtsRepository(7).files(), NOW);

        // When
        var verdict = copy.update(new AtsRepository(6).files(), NOW);

        // Then
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void theCanonicalFormEscapesAsCompactJsonDoes() {
        // Given
        var parsed = JsonReader.read(
                "a",
                "{ \"b\":[1,-2,true,null,{}],\"a\":\"\\u002f\\n\\t\\r\\\"\\\\<&>\" }".getBytes(StandardCharsets.UTF_8));

        // When
        var canonical = CanonicalForm.of(parsed);

        // Then
        assertThat(new String(canonical, StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":\"/\\n\\t\\r\\\"\\\\<&>\",\"b\":[1,-2,true,null,{}]}");
    }

    /** RFC 8410 10.1 and 10.3 give the key; openssl gave the digest of its DER. */
    @Test
    void aKeyIdIsTheDigestOfTheSubjectPublicKeyInfo() {
        // Given
        var key = new Json.Members(new TreeMap<>(Map.of(
                "keytype",
                new Json.Text("ED25519"),
                "keyval",
                new Json.Members(new TreeMap<>(Map.of(
                        "public",
                        new Json.Text("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1")))))));

        // When
        var read =
                Key.read("a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f", key, new Rules(Set.of()));

        // Then
        assertThat(List.of(read.method(), read.key().getAlgorithm())).containsExactly("ed25519", "EdDSA");
    }

    private static AtsDevice deviceAt(long version) {
        return DEVICES.computeIfAbsent(version, AtsDeviceTest::updated).copy();
    }

    private static AtsDevice deviceAtTheFirstRoot() {
        return DEVICES.computeIfAbsent(0L, _ -> AtsDevice.trusting(new AtsRepository(1).firstRoot()))
                .copy();
    }

    private static AtsDevice updated(long version) {
        var repository = new AtsRepository(version);
        var device = AtsDevice.trusting(repository.firstRoot());
        if (!(device.update(repository.files(), NOW) instanceof Verdict.Accepted)) {
            throw new AssertionError("The device should have come to version " + version);
        }
        return device;
    }

    private static Optional<byte[]> sample(String name) {
        try {
            var file = SAMPLE.resolve(name);
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
