package io.otalite.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.otalite.conformance.Covers;
import io.otalite.tuf.InvalidTargetNameException.Rule;
import java.io.IOException;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void bytesAreAValueAndKeepToThemselves() throws IOException {
        byte[] array = {1, 2, 3};
        Bytes bytes = Bytes.copyOf(array);
        array[0] = 9;
        bytes.toArray()[1] = 9;

        assertThat(bytes.toArray()).containsExactly(1, 2, 3);
        assertThat(bytes).isEqualTo(Bytes.copyOf(new byte[] {1, 2, 3})).isNotEqualTo(Bytes.copyOf(array));
        assertThat(bytes).hasSameHashCodeAs(Bytes.copyOf(new byte[] {1, 2, 3}));
        assertThat(bytes.asInputStream().readAllBytes()).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> bytes.asByteBuffer().put((byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
        assertThat(bytes).hasToString("Bytes[3]");
        assertThat(Bytes.utf8("abc").sha256()).isEqualTo(new Sha256(ABC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ba78",
                "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag",
            })
    void digestsAndKeyIdsAreSixtyFourLowerCaseDigits(String hex) {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new Sha256(hex));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> new KeyId(hex));
    }

    @ParameterizedTest
    @Covers("F7")
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1L << 53, Long.MAX_VALUE})
    void versionsArePositiveAndExact(long value) {
        assertThatThrownBy(() -> new MetadataVersion(value)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void theLastVersionHasNoNext() {
        assertThat(MetadataVersion.FIRST.next()).isEqualTo(new MetadataVersion(2));
        assertThatThrownBy(() -> new MetadataVersion((1L << 53) - 1).next()).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @EnumSource
    void rolesAreKnownByName(RoleName role) {
        assertThat(RoleName.fromJson(role.json())).isEqualTo(role);
        assertThat(role.fileName(new MetadataVersion(7))).isEqualTo("7." + role.fileName());
    }

    @Test
    void otherRolesAndDialectsAreRefused() {
        assertThat(Dialect.all())
                .allSatisfy(dialect ->
                        assertThat(Dialect.fromId(dialect.toString())).isSameAs(dialect));
        assertThatThrownBy(() -> RoleName.fromJson("Root")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> Dialect.fromId("TUF"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("a dialect must be 'tuf' or 'ats', found 'TUF'");
    }

    @Test
    @Covers({"F7", "W14"})
    void aRoleNeedsAThresholdAndDifferentKeys() {
        KeyId key = new KeyId(ABC);

        assertThatThrownBy(() -> new RoleKeys(List.of(key), 0)).hasMessageContaining("a threshold must be at least 1");
        assertThatThrownBy(() -> new RoleKeys(List.of(key, key), 1)).hasMessageContaining("different from each other");
        assertThat(new RoleKeys(List.of(), 1).keyIds()).isEmpty();
    }

    /** FIPS 180-2, appendices B.1 and C.1: the digests of "abc"; the last column is whether they describe "abc". */
    @ParameterizedTest
    @CsvSource({
        "sha256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, md5, 00, true",
        "sha256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ae, md5, 00, false",
        "sha512, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
                + "454d4423643ce80e2a9ac94fa54ca49f, md5, 00, true",
        "sha512, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
                + "454d4423643ce80e2a9ac94fa54ca49e, md5, 00, false",
        "sha512, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
                + "454d4423643ce80e2a9ac94fa54ca49e,"
                + " sha256, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, false",
    })
    void bytesMustHaveEveryHashThatIsUnderstood(String name, String hash, String other, String otherHash, boolean abc) {
        var hashes = new Hashes(new TreeMap<>(Map.of(name, hash, other, otherHash)));

        assertThat(hashes.describe(Bytes.utf8("abc"))).isEqualTo(abc);
        assertThat(hashes.describe(Bytes.utf8("abd"))).isFalse();
        assertThat(hashes.preferred()).isEqualTo(other.equals("sha256") ? otherHash : hash);
    }

    @Test
    void hashesThatNobodyUnderstandsAreNone() {
        assertThatThrownBy(() -> new Hashes(new TreeMap<>(Map.of("md5", "00"))))
                .isInstanceOf(InvalidValueException.class);
        assertThat(Hashes.NONE.describe(Bytes.utf8("anything"))).isTrue();
    }

    @Test
    @Covers("F4")
    void lifetimesLastAtLeastASecondAndEndOnWholeSeconds() {
        Duration day = Duration.ofDays(1);

        assertThatThrownBy(() -> new Lifetimes(day, day, day, Duration.ofMillis(999)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("timestamp");
        assertThat(new Lifetimes(day, day, day, day)
                        .expiry(RoleName.TARGETS, Instant.parse("2026-03-01T00:00:00.987654321Z")))
                .isEqualTo("2026-03-02T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "intel-corei7-64-lmp-1", "dir/sub/file.bin", "a..b/...", "A_b+c@d:e,f;g=h~!$&'()*[]^`{|}<>-"
            })
    void targetNamesAreRelativePaths(String name) {
        assertThat(new TargetName(name)).hasToString(name);
    }

    @ParameterizedTest(name = "{0} breaks {1}")
    @Covers("F10")
    @MethodSource
    void badTargetNamesNameTheBrokenRule(String name, Rule rule) {
        var refused = catchThrowableOfType(InvalidTargetNameException.class, () -> new TargetName(name));

        assertThat(refused.rule()).isEqualTo(rule);
        assertThat(refused.name()).isEqualTo(name);
        assertThat(refused).hasMessageEndingWith(rule.remedy());
        assertThat(refused.getMessage().chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    static Stream<Arguments> badTargetNamesNameTheBrokenRule() {
        return Stream.of(
                Arguments.of("", Rule.EMPTY),
                Arguments.of("x".repeat(256), Rule.TOO_LONG),
                Arguments.of("a b", Rule.FORBIDDEN_CHARACTER),
                Arguments.of("a%2fb", Rule.FORBIDDEN_CHARACTER),
                Arguments.of("a?b", Rule.FORBIDDEN_CHARACTER),
                Arguments.of("a#b", Rule.FORBIDDEN_CHARACTER),
                Arguments.of("a\\b", Rule.FORBIDDEN_CHARACTER),
                Arguments.of("a\"b", Rule.FORBIDDEN_CHARACTER),
                Arguments.of("a\tb", Rule.FORBIDDEN_CHARACTER),
                Arguments.of("a\u0000b", Rule.FORBIDDEN_CHARACTER),
                Arguments.of("a\u007fb", Rule.FORBIDDEN_CHARACTER),
                Arguments.of("grün", Rule.FORBIDDEN_CHARACTER),
                Arguments.of("/etc/passwd", Rule.EMPTY_SEGMENT),
                Arguments.of("/", Rule.EMPTY_SEGMENT),
                Arguments.of("a//b", Rule.EMPTY_SEGMENT),
                Arguments.of("a/", Rule.EMPTY_SEGMENT),
                Arguments.of("..", Rule.DOT_SEGMENT),
                Arguments.of("../a", Rule.DOT_SEGMENT),
                Arguments.of("a/../b", Rule.DOT_SEGMENT),
                Arguments.of("a/..", Rule.DOT_SEGMENT),
                Arguments.of("./a", Rule.DOT_SEGMENT),
                Arguments.of("a/./b", Rule.DOT_SEGMENT));
    }

    @Test
    void theLongestTargetNameIsAllowed() {
        assertThat(new TargetName("x".repeat(255)).value()).hasSize(255);
    }
}
